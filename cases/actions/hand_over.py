"""移交紧急专线."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.closing import close
from cases.actions.door import open_door
from cases.models import Case, Closing
from kernel.actors import Actor


class EmergencyLine(models.TextChoices):
    """The lines that 接诉即办工作条例 §2 leaves to themselves."""

    POLICE = "110", gettext_lazy("110 报警")
    FIRE = "119", gettext_lazy("119 火警")
    AMBULANCE = "120", gettext_lazy("120 急救")
    TRAFFIC = "122", gettext_lazy("122 交通事故")


def hand_over(
    case_id: int,
    *,
    line: EmergencyLine,
    words: str = "",
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """An emergency goes to its own line and is closed here (接诉即办工作条例 §2)."""
    with open_door(case_id, action="hand_over", actor=actor, now=now, expected_version=expected_version) as change:
        told = {"line": line.label, "words": words}
        text = _("移交 %(line)s，办结：%(words)s") if words else _("移交 %(line)s，办结")
        close(change, Closing.HANDED_OVER, text % told)
    return change.case
