from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("案件")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases.imports.job import KIND, run  # noqa: PLC0415  models are ready only now
        from foundation.jobs import register  # noqa: PLC0415

        register(KIND, run)
