from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = _("考核")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from assessment import checks  # noqa: F401, PLC0415  registers itself; models are ready only now
        from assessment.queries.attachments import sees_evidence  # noqa: PLC0415
        from foundation.attachments.viewers import register_viewers  # noqa: PLC0415

        register_viewers("assessment", sees_evidence)
