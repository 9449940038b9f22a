"""The lamp of a case, for one row and as a condition in SQL; the two must say the same (a test compares them)."""

from datetime import datetime

from django.db.models import F, Q

from cases.models import Case
from cases.states import State
from deadlines.lamps import Lamp, lamp

# The citizen's clock runs in these; in all others it was judged at the reply.
RUNNING = frozenset({State.RECEIVED, State.PENDING_DISPATCH, State.DISPATCHED, State.RETURN_REQUESTED, State.HANDLING})


def is_overdue(case: Case, *, now: datetime) -> bool:
    """Later than due now, or replied later than due; a case that ended without a reply was never late."""
    at = now if case.state in RUNNING else case.replied_at
    return case.due_at is not None and at is not None and at > case.due_at


def lamp_of(case: Case, *, now: datetime) -> Lamp:
    """Purple while supervised, else red when late, yellow when little is left of a running limit, else green."""
    if case.is_supervised:
        return Lamp.PURPLE
    if case.state in RUNNING and case.due_at is not None:
        return lamp(due_at=case.due_at, warn_at=case.warn_at or case.due_at, now=now)
    return Lamp.RED if is_overdue(case, now=now) else Lamp.GREEN


def overdue(now: datetime) -> Q:
    """`is_overdue` as a condition."""
    replied_late = ~Q(state__in=sorted(RUNNING)) & Q(replied_at__gt=F("due_at"))
    return Q(state__in=sorted(RUNNING), due_at__lt=now) | replied_late


def nearly_due(now: datetime) -> Q:
    """Running, in time, little left."""
    warned = Q(warn_at__lte=now) | Q(warn_at__isnull=True, due_at=now)
    return Q(state__in=sorted(RUNNING), due_at__gte=now) & warned


def lamp_condition(wanted: str, *, now: datetime) -> Q:
    """The cases whose lamp is this one; together the four hold every case once."""
    if wanted == Lamp.PURPLE:
        return Q(is_supervised=True)
    return Q(is_supervised=False) & _unsupervised(wanted, now)


def _unsupervised(wanted: str, now: datetime) -> Q:
    if wanted == Lamp.RED:
        return overdue(now)
    if wanted == Lamp.YELLOW:
        return nearly_due(now)
    in_time = Q(due_at__isnull=True) | Q(warn_at__gt=now) | Q(warn_at__isnull=True, due_at__gt=now)
    judged = Q(replied_at__isnull=True) | Q(due_at__isnull=True) | Q(replied_at__lte=F("due_at"))
    return Q(state__in=sorted(RUNNING)) & in_time | ~Q(state__in=sorted(RUNNING)) & judged
