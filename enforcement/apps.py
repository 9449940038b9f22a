from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnforcementConfig(AppConfig):
    name = "enforcement"
    verbose_name = _("吹哨报到")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from deadlines.recompute.followers import Follower, follow  # noqa: PLC0415  models are ready only now
        from enforcement.actions.follow_clocks import follow_clocks  # noqa: PLC0415
        from enforcement.models import SummonsClock  # noqa: PLC0415
        from enforcement.queries.attachments import sees_attachment  # noqa: PLC0415
        from foundation.attachments.viewers import register_viewers  # noqa: PLC0415

        register_viewers("enforcement", sees_attachment)
        follow(SummonsClock, Follower(on_moves=follow_clocks))
