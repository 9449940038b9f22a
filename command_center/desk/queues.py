"""The named queues of the left column: a word, a condition, and whose work it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.queries.lamps import nearly_due, overdue
from cases.states import MERGEABLE, OPEN, State
from foundation.pages import Ordering
from kernel.actors import Actor
from organizations.roles import CENTRE_ROLES

DUE = Ordering("due_at", nullable=True)
NEWEST = Ordering("-received_at")
IS_OPEN = Q(state__in=sorted(OPEN))
# A follower is worked on with its main case: it stands in no queue of work, only in the lists.
BY_ITSELF = Q(merged_into__isnull=True) | ~Q(state__in=sorted(MERGEABLE))


@dataclass(frozen=True, slots=True)
class Queue:
    """`condition` takes now. What is closed goes by receipt alone: only open cases have an index by due time."""

    key: str
    name: Promise
    condition: Callable[[datetime], Q]
    orderings: tuple[Ordering, ...] = (DUE, NEWEST)
    for_units: bool = True
    is_counted: bool = True


def _state(state: State) -> Callable[[datetime], Q]:
    if state in MERGEABLE:
        return lambda now: Q(state=state.value, merged_into__isnull=True)
    return lambda now: Q(state=state.value)


QUEUES = (
    Queue("to_locate", _("待定位"), lambda now: IS_OPEN & BY_ITSELF & Q(street__isnull=True), for_units=False),
    Queue("to_classify", _("待归类"), lambda now: IS_OPEN & BY_ITSELF & Q(needs_classification=True), for_units=False),
    Queue("to_file", _("待受理"), _state(State.RECEIVED), for_units=False),
    Queue("verifying", _("核实中"), _state(State.VERIFYING), for_units=False),
    Queue("to_dispatch", _("待派单"), _state(State.PENDING_DISPATCH), for_units=False),
    Queue("to_sign", _("待签收"), _state(State.DISPATCHED)),
    Queue("handling", _("办理中"), _state(State.HANDLING)),
    Queue("to_review", _("待审核"), _state(State.REPLIED), for_units=False),
    Queue("checking", _("核查中"), _state(State.CHECKING), for_units=False),
    Queue("to_call_back", _("待回访"), _state(State.CALLBACK), for_units=False),
    Queue("nearly_due", _("临期"), lambda now: IS_OPEN & BY_ITSELF & nearly_due(now)),
    Queue("overdue", _("超期"), lambda now: IS_OPEN & BY_ITSELF & overdue(now)),
    Queue("supervised", _("督办"), lambda now: IS_OPEN & Q(is_supervised=True)),
    Queue("hard", _("疑难"), lambda now: IS_OPEN & Q(is_hard=True), orderings=(NEWEST,)),
    Queue("open", _("全部未结"), lambda now: IS_OPEN),
    Queue("closed", _("已办结"), _state(State.CLOSED), orderings=(NEWEST,), is_counted=False),
    Queue("all", _("全部案件"), lambda now: Q(), orderings=(NEWEST,), is_counted=False),
)
BY_KEY = {queue.key: queue for queue in QUEUES}
DEFAULT = "open"


def is_centre(actor: Actor) -> bool:
    return not CENTRE_ROLES.isdisjoint(actor.roles)


def queues_for(actor: Actor) -> tuple[Queue, ...]:
    """The centre has all queues, a unit those it works in."""
    return QUEUES if is_centre(actor) else tuple(queue for queue in QUEUES if queue.for_units)
