from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("案件")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases.actions.follow_clocks import follow_clocks  # noqa: PLC0415  models are ready only now
        from cases.imports.callback_job import KIND as CALLBACKS  # noqa: PLC0415
        from cases.imports.callback_job import run_callbacks  # noqa: PLC0415
        from cases.imports.job import KIND, run  # noqa: PLC0415
        from cases.models import CaseClock  # noqa: PLC0415
        from cases.queries.attachments import sees_attachment  # noqa: PLC0415
        from cases.queries.limits_now import decide_limits  # noqa: PLC0415
        from deadlines.recompute.followers import Follower, follow  # noqa: PLC0415
        from foundation.attachments.viewers import register_viewers  # noqa: PLC0415
        from foundation.jobs import register  # noqa: PLC0415

        register(KIND, run)
        register(CALLBACKS, run_callbacks)
        register_viewers("cases", sees_attachment)
        follow(CaseClock, Follower(on_moves=follow_clocks, decide=decide_limits))
