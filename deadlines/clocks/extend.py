"""准予延期."""

from copy import copy
from datetime import datetime

from django.utils.translation import gettext as _

from deadlines.arithmetic import Pause, due, is_provisional
from deadlines.clocks.alarms import next_alarm, warning
from deadlines.clocks.rows import AnyClock, closed_pauses, keep, locked, stretch_of
from deadlines.limits import Limit
from deadlines.models import Clock, ClockStretch
from deadlines.rules import TimeRules, current_rules
from kernel.errors import Refused

_COLUMNS = (
    "limit_kind",
    "limit_n",
    "limit_source",
    "due_at",
    "warn_at",
    "is_provisional",
    "term",
    "rung",
    "next_alarm_at",
)


def extend(
    clock: AnyClock,
    *,
    now: datetime,
    limit: Limit | None = None,
    due_at: datetime | None = None,
    limit_source: str = "",
) -> AnyClock:
    """More time is granted: so much more (`limit`), or until a given instant (`due_at` wins). A new term begins, in
    which every rung may fire again.

    The same kind of limit is added to the old one and counted from the start; another kind is counted from the old due
    time, which then stands as given. Raises Refused `extension_must_lengthen` when the new due time is not later than
    the old one and now; whether it may be granted at all (not once overdue, at most twice) is the subject's rule.
    """
    fresh, rules = locked(clock, verb="extend"), current_rules()
    pauses, before = closed_pauses(fresh), fresh.due_at
    stood = stretch_of(fresh, ClockStretch.End.EXTENDED, until=now)
    if due_at is not None:
        _given(fresh, due_at)
    elif limit is not None:
        _lengthened(fresh, limit, pauses, rules)
    if fresh.due_at <= max(before, now):
        raise Refused(_("延期后的到期时间须晚于原到期时间和现在。"), code="extension_must_lengthen")
    keep(stood)
    fresh.limit_source = limit_source[:200] or fresh.limit_source
    fresh.term, fresh.rung = fresh.term + 1, 0
    fresh.warn_at = warning(fresh, rules, pauses)
    fresh.next_alarm_at = next_alarm(fresh, rules, pauses)
    fresh.save(update_fields=_COLUMNS)
    return fresh


def extended_due(clock: Clock, limit: Limit) -> datetime:
    """When the clock would be due if so much more were granted; nothing is written."""
    lengthened = copy(clock)
    _lengthened(lengthened, limit, closed_pauses(clock), current_rules())
    return lengthened.due_at


def _given(clock: Clock, due_at: datetime) -> None:
    clock.due_at, clock.limit_kind, clock.limit_n, clock.is_provisional = due_at, "", None, False


def _lengthened(clock: Clock, limit: Limit, pauses: list[Pause], rules: TimeRules) -> None:
    old, calendar = clock.limit, rules.calendar_of(clock.calendar)
    if old is None or old.kind != limit.kind:
        _given(clock, due(clock.due_at, limit, calendar))
        return
    whole = Limit(limit.kind, old.n + limit.n)
    clock.limit_n = whole.n
    clock.due_at = due(clock.started_at, whole, calendar, pauses)
    clock.is_provisional = is_provisional(clock.started_at, whole, calendar, clock.due_at)
