from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommandCenterConfig(AppConfig):
    name = "command_center"
    verbose_name = _("指挥中心")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The checks register themselves when imported.
        from command_center import checks  # noqa: F401, PLC0415
        from command_center.audit.exporting import KIND, keep_trace, table_of  # noqa: PLC0415  models are ready only now
        from command_center.desk.exports import job as of_cases  # noqa: PLC0415
        from command_center.permissions import put_together  # noqa: PLC0415
        from foundation.exports import register_export  # noqa: PLC0415

        register_export(KIND, table_of, on_written=keep_trace)
        register_export(of_cases.KIND, of_cases.table_of, on_written=of_cases.keep_trace)
        put_together()
