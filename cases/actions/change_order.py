"""来件更改."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.placing import category_columns, place_columns
from cases.models import Case
from cases.queries.search import search_vector
from cases.rules.orders import Order
from cases.states import State
from kernel.actors import Actor
from kernel.times import local_date
from organizations.secrets import phone_hash, phone_tail_hash

_BEFORE_DISPATCH = frozenset({State.RECEIVED, State.PENDING_DISPATCH})


def change_order(case_id: int, order: Order, *, actor: Actor, now: datetime) -> Case:
    """The sender sends a known number with other content: the case takes it over and its course says so.

    Place and category follow while nobody has been sent out yet; afterwards they are the district's to change.
    """
    with open_door(case_id, action="change_order", actor=actor, now=now) as change:
        case = change.case
        changed = [name for name in ("title", "content", "request_kind", "urgency") if _differs(case, order, name)]
        change.set(
            title=order.title,
            content=order.content,
            request_kind=order.request_kind,
            urgency=order.urgency,
            extra=order.extra,
            is_supervised=case.is_supervised or order.is_supervised,
            fingerprint=order.fingerprint(),
            search=search_vector(order.title, order.content, order.whereabouts.address),
        )
        if case.state in _BEFORE_DISPATCH:
            change.set(
                **place_columns(order.whereabouts),
                **category_columns(order.category_code, flow=case.flow, on=local_date(now)),
                is_held=False,
                hold_reason="",
            )
        _change_requester(case, order)
        change.event("order_changed", _("来件更改了内容"), changed=changed)
    return case


def _differs(case: Case, order: Order, name: str) -> bool:
    return bool(getattr(case, name) != getattr(order, name))


def _change_requester(case: Case, order: Order) -> None:
    requester, caller = case.requester, order.caller
    requester.name, requester.phone, requester.address = caller.name, caller.phone, caller.address
    requester.is_secret = caller.is_secret
    requester.phone_hash = phone_hash(caller.phone)
    requester.phone_tail_hash = phone_tail_hash(caller.phone)
    requester.save()
