"""起算."""

from datetime import datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _

from deadlines.arithmetic import due, is_provisional
from deadlines.clocks.alarms import next_alarm, warning
from deadlines.clocks.rows import AnyClock
from deadlines.limits import Limit
from deadlines.rules import TimeRules, current_rules
from deadlines.states import ClockState
from foundation.bulk import insert_many
from kernel.errors import Invalid
from kernel.times import require_aware
from organizations.models import Organization

# As many decimals as the table keeps: what is counted can be counted again from what is stored.
KEPT = Decimal("0.0001")


def start(
    clock_model: type[AnyClock],
    subject: models.Model,
    *,
    kind: str,
    holder: Organization,
    limit: Limit | None,
    started_at: datetime,
    now: datetime,
    due_at: datetime | None = None,
    limit_source: str = "",
    urgency: str = "",
    calendar: str = "",
    rules: TimeRules | None = None,
) -> AnyClock:
    """A clock begins to run for whoever holds the subject; a due time written on the order wins over the limit.
    `calendar` is the code of the one it counts by as long as it lives, blank the default.

    Raises Invalid `due_before_start`, ValueError without limit and due time.
    """
    clock = build(
        clock_model,
        subject,
        kind=kind,
        holder=holder,
        limit=limit,
        started_at=started_at,
        now=now,
        due_at=due_at,
        limit_source=limit_source,
        urgency=urgency,
        calendar=calendar,
        rules=rules,
    )
    insert_many([clock])
    return clock


def build(
    clock_model: type[AnyClock],
    subject: models.Model,
    *,
    kind: str,
    holder: Organization,
    limit: Limit | None,
    started_at: datetime,
    now: datetime,
    due_at: datetime | None = None,
    limit_source: str = "",
    urgency: str = "",
    calendar: str = "",
    rules: TimeRules | None = None,
) -> AnyClock:
    """The clock of `start`, not yet saved, for whoever inserts many at once (then pass `rules` too)."""
    rules = rules or current_rules()
    clock = clock_model(
        kind=kind,
        holder=holder,
        urgency=urgency,
        calendar=calendar,
        state=ClockState.RUNNING,
        started_at=require_aware(started_at),
        recorded_at=now,
        limit_source=limit_source[:200],
        **{clock_model.subject_field: subject},
    )
    _set_due(clock, limit, due_at, rules)
    clock.warn_at = warning(clock, rules)
    clock.next_alarm_at = next_alarm(clock, rules)
    return clock


def _set_due(clock: AnyClock, limit: Limit | None, due_at: datetime | None, rules: TimeRules) -> None:
    if due_at is not None:
        clock.due_at = require_aware(due_at)
    elif limit is not None:
        kept, calendar = Limit(limit.kind, limit.n.quantize(KEPT)), rules.calendar_of(clock.calendar)
        clock.limit_kind, clock.limit_n = kept.kind, kept.n
        clock.due_at = due(clock.started_at, kept, calendar)
        clock.is_provisional = is_provisional(clock.started_at, kept, calendar, clock.due_at)
    else:
        raise ValueError("a clock needs a limit or a due time")
    if clock.due_at < clock.started_at:
        raise Invalid(_("到期时间早于起算时间。"), code="due_before_start")
