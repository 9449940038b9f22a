"""The calls to the requester, and whom to call next."""

from django.db.models import QuerySet

from cases.models import CallBack, Case
from cases.queries.visibility import visible_to
from cases.states import State
from foundation.pages import Ordering
from kernel.actors import Actor

# By the index of the clerks' queue: whom to call now comes first, who was not reached waits further down.
BY_TURN = Ordering("call_after", nullable=True)


def calls_of(case: Case) -> list[CallBack]:
    """Every call about the case, newest first; none is asked for before the first could be."""
    is_begun = case.state in {State.CALLBACK, State.CLOSED} or case.round > 1
    return list(case.callbacks.all()) if is_begun else []


def to_call_back(actor: Actor) -> QuerySet[Case]:
    """The cases whose requesters wait for a call."""
    return visible_to(actor).filter(state=State.CALLBACK)
