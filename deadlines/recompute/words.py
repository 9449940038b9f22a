"""A move as people read it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from deadlines.recompute.moves import Move
from kernel.times import due_text


@dataclass(frozen=True, slots=True)
class Line:
    """One clock: whose, and what of it changes from what to what."""

    subject: str
    kind: str
    holder: str
    what: str
    before: str
    after: str


def told(move: Move, *, now: datetime) -> Line:
    clock = move.clock
    what, before, after = _change(move, now)
    subject = str(getattr(clock, clock.subject_field))
    return Line(subject, clock.kind_name, clock.holder.short_name, what, before, after)


def _change(move: Move, now: datetime) -> tuple[str, str, str]:
    """The weightiest difference: due, warning, certainty, next alarm, calendar, limit."""
    before, after = move.before, move.after
    if before.due_at != after.due_at:
        return _("到期"), due_text(before.due_at, now=now), due_text(after.due_at, now=now)
    if before.warn_at != after.warn_at:
        return _("临期"), due_text(before.warn_at, now=now), due_text(after.warn_at, now=now)
    if before.is_provisional != after.is_provisional:
        words = (_("暂定"), _("确定"))
        return _("确定性"), *(words if before.is_provisional else words[::-1])
    if before.next_alarm_at != after.next_alarm_at:
        return _("下次升级"), _moment(before.next_alarm_at, now), _moment(after.next_alarm_at, now)
    if before.calendar != after.calendar:
        return _("日历"), before.calendar or _("默认"), after.calendar or _("默认")
    return _("依据"), before.limit_source, after.limit_source


def _moment(instant: datetime | None, now: datetime) -> str:
    return "—" if instant is None else due_text(instant, now=now)
