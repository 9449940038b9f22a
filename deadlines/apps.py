from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    name = "deadlines"
    verbose_name = _("时限")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from deadlines.checks import clock_tables_can_be_swept  # noqa: PLC0415  models are ready only now
        from deadlines.models import RECOMPUTE  # noqa: PLC0415
        from deadlines.recompute.job import run  # noqa: PLC0415
        from foundation import jobs  # noqa: PLC0415

        register(clock_tables_can_be_swept)
        jobs.register(RECOMPUTE, run, is_urgent=True)
