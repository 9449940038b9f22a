"""The wait for the call-back: whoever leads a case there begins it here."""

from datetime import datetime, timedelta

from cases.actions.door import Change
from cases.actions.timing import start_clock
from cases.models import ClockKind, HandlingRules
from cases.queries.handling_rules import handling_rules
from cases.rules.calling import next_calling_moment
from cases.states import State
from organizations.queries import district_centre


def await_call(change: Change) -> None:
    """The requester is to be called, as soon as the hours allow; the centre's clock for it runs."""
    now = change.now
    start_clock(change.case, ClockKind.CALLBACK, holder=district_centre(), at=now, now=now)
    change.to(State.CALLBACK, call_after=call_moment(now, handling_rules(at=now)))


def call_again(change: Change, rules: HandlingRules) -> None:
    """Nobody answered: not before a while, and within the hours again."""
    wait = timedelta(minutes=rules.callback_wait_minutes)
    change.set(call_after=call_moment(change.now + wait, rules))


def call_moment(at: datetime, rules: HandlingRules) -> datetime:
    """The first moment from `at` on at which the rules let somebody call."""
    return next_calling_moment(at, begins=rules.callback_from, ends=rules.callback_until)
