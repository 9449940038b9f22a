"""A clock that cannot be escalated is pushed forward alone, counted and shown; it never holds up the rest."""

from datetime import datetime, timedelta

from django.db.models import F, Value
from django.db.models.functions import Least

from deadlines.models import Clock
from deadlines.states import ClockState

_FIRST_RETRY = timedelta(minutes=1)
_LONGEST_RETRY = timedelta(hours=1)
_MOST_FAILURES = 1000


def push_forward(clock_model: type[Clock], clock_id: int, error: Exception, *, now: datetime) -> None:
    """Looked at again after a minute, then two, four … an hour. The rung keeps its true due time."""
    rows = clock_model._default_manager.filter(pk=clock_id, state=ClockState.RUNNING, next_alarm_at__lte=now)
    failures = rows.values_list("alarm_failures", flat=True).first() or 0
    rows.update(
        alarm_failures=Least(F("alarm_failures") + 1, Value(_MOST_FAILURES)),
        next_alarm_at=now + retry_after(failures),
        last_error=describe(error),
    )


def retry_after(failures: int) -> timedelta:
    """The wait after so many failures before this one."""
    return min(_FIRST_RETRY * 2 ** min(failures, 10), _LONGEST_RETRY)


def describe(error: Exception) -> str:
    """Kind and first line: the later lines of a database error quote the row, personal data with it."""
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else ''}"[:300]
