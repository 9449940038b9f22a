from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from foundation.checks import check_production, refuse_to_start_unsafe
from foundation.log_masking import mask_all_records


class FoundationConfig(AppConfig):
    name = "foundation"
    verbose_name = _("公共基础")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        mask_all_records()
        register(check_production, Tags.security)
        refuse_to_start_unsafe()
