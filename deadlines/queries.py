"""What the health page asks."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from deadlines.models import Calendar, Clock, SweepRecord
from deadlines.packaged import packaged_years
from deadlines.registry import clock_models, escalation_model
from deadlines.states import LIVE


@dataclass(frozen=True, slots=True)
class TableState:
    """One clock table: when its last sweep ended, how long its oldest due rung has waited, how many clocks fail."""

    clock_table: str
    worker: str
    finished_at: datetime | None
    age_seconds: float | None
    oldest_due_at: datetime | None
    lag_seconds: float
    stuck: int


def sweep_state(now: datetime) -> list[TableState]:
    """Every clock table; `age_seconds` is None when it was never swept."""
    return [table_state(model, now=now) for model in clock_models()]


def table_state(clock_model: type[Clock], *, now: datetime) -> TableState:
    """Three small queries, each answered from a partial index or one row."""
    label = clock_model._meta.label
    last = SweepRecord.objects.filter(clock_table=label).first()
    alarms = clock_model._default_manager.filter(next_alarm_at__lte=now).order_by("next_alarm_at")
    oldest = alarms.values_list("next_alarm_at", flat=True).first()
    return TableState(
        clock_table=label,
        worker=last.worker if last else "",
        finished_at=last.finished_at if last else None,
        age_seconds=(now - last.finished_at).total_seconds() if last else None,
        oldest_due_at=oldest,
        lag_seconds=(now - oldest).total_seconds() if oldest else 0.0,
        stuck=_stuck(clock_model).count(),
    )


@dataclass(frozen=True, slots=True)
class StuckClock:
    """A clock whose rung could not be fired: `subject` is the number of what it belongs to."""

    subject: str
    kind: str
    failures: int
    next_try_at: datetime | None
    error: str


def stuck_clocks(*, limit: int) -> list[StuckClock]:
    """The clocks the sweep had to push forward, of all tables, those that failed most often first."""
    found = [
        StuckClock(str(getattr(clock, model.subject_field)), clock.kind_name, *_failure(clock))
        for model in clock_models()
        for clock in _stuck(model).select_related(model.subject_field).order_by("-alarm_failures", "id")[:limit]
    ]
    return sorted(found, key=lambda one: -one.failures)[:limit]


def _stuck(clock_model: type[Clock]) -> QuerySet[Clock]:
    """A paused clock is tried again when it goes on; until then nothing is stuck."""
    return clock_model._default_manager.filter(alarm_failures__gt=0, next_alarm_at__isnull=False)


def _failure(clock: Clock) -> tuple[int, datetime | None, str]:
    return clock.alarm_failures, clock.next_alarm_at, clock.last_error


@dataclass(frozen=True, slots=True)
class UnheardState:
    """Escalations of the last day for which somebody should have been told and nobody was found; the latest of them."""

    count: int
    last_at: datetime | None


def unheard_state(now: datetime) -> UnheardState:
    """One small query a clock table, from a partial index."""
    since = now - timedelta(days=1)
    states = [
        escalation_model(model)._default_manager.filter(~Q(unheard=""), claimed_at__gte=since, claimed_at__lte=now)
        for model in clock_models()
    ]
    found = [rows.aggregate(count=Count("pk"), last=Max("claimed_at")) for rows in states]
    moments = [one["last"] for one in found if one["last"] is not None]
    return UnheardState(count=sum(one["count"] for one in found), last_at=max(moments, default=None))


@dataclass(frozen=True, slots=True)
class CalendarState:
    """The last year of the default calendar's data, and whether it is time to load the next into some calendar: from
    1 October without it. `short` are the others that lack it; `unknown` are codes by which clocks run and that no
    calendar has."""

    last_year: int | None
    is_short: bool
    short: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def calendar_state(today: date) -> CalendarState:
    """`today` is the day in Asia/Shanghai."""
    needed = today.year + 1 if today >= date(today.year, 10, 1) else today.year
    rows = list(Calendar.objects.annotate(last_year=Max("years__year")))
    default = next((row for row in rows if row.is_default), None)
    last = default.last_year if default else max(packaged_years())
    is_short = (default is None or default.has_holidays) and (last is None or last < needed)
    others = [row for row in rows if row.has_holidays and not row.is_default]
    short = [row.name for row in others if row.last_year is None or row.last_year < needed]
    return CalendarState(last, is_short or bool(short), short, _unknown({row.code for row in rows}))


def _unknown(codes: Set[str]) -> list[str]:
    """One small query a clock table, from a partial index."""
    other = Q(state__in=LIVE) & ~Q(calendar="")
    named = [model._default_manager.filter(other).values_list("calendar", flat=True) for model in clock_models()]
    return sorted({code for rows in named for code in rows.order_by().distinct()} - codes)
