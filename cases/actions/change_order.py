"""来件更改."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.actions.door import Change, open_door
from cases.actions.fingerprint import fingerprint_of
from cases.actions.placing import category_columns, place_columns
from cases.actions.raise_alerts import alert_line, tell_desks
from cases.actions.retiming import retime_handling
from cases.actions.senders import require_sender
from cases.models import Case, CaseAlert
from cases.queries.alerts import heard_in
from cases.queries.search import search_vector
from cases.rules.alerting import in_words
from cases.rules.orders import Order
from cases.rules.veiling import veiled
from cases.states import State
from kernel.actors import Actor
from kernel.errors import Refused
from kernel.times import local_date
from organizations.secrets import phone_hash, phone_tail_hash

_BEFORE_DISPATCH = frozenset({State.RECEIVED, State.PENDING_DISPATCH})


def change_order(case_id: int, order: Order, *, actor: Actor, now: datetime) -> Case:
    """The sender sends a known number with other content: the case takes it over and its course says so.

    Place and category follow while nobody has been sent out yet; afterwards they are the district's to change, and
    what was sent stays in the course. A new limit or urgency starts the citizen's clock anew from its receipt, unless
    more time was granted or another round runs: then the due time stays, and the course says so.
    Raises Refused `order_no_taken` for another's order, `receipt_is_fixed` for another time of receipt.
    """
    fingerprint = fingerprint_of(order)
    order = veiled(order)
    with open_door(case_id, action="change_order", actor=actor, now=now) as change:
        case = change.case
        require_sender(case, actor)
        if order.received_at != case.received_at:
            raise Refused(_("接收时间不能更改。时间有误请另发新单，并作废此单。"), code="receipt_is_fixed")
        taken, left = _wanted(case, order, now=now)
        changed = _names(case, taken) | ({"requester"} if _change_requester(case, order) else set())
        change.set(**taken, fingerprint=fingerprint, search=_search(order))
        is_retimed = True
        if {"urgency", "reply_due_at"} & changed:
            is_retimed = retime_handling(change.case, now=now)
            change.set(due_at=case.due_at, warn_at=case.warn_at)
        _say(change, sorted(changed), left, is_retimed=is_retimed)
        if {"title", "content"} & changed:
            _alarm(change, now=now)
    return case


def _wanted(case: Case, order: Order, *, now: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns that the case takes over, and those that it leaves since it is dispatched."""
    own = {
        "title": order.title,
        "content": order.content,
        "request_kind": order.request_kind,
        "urgency": order.urgency,
        "reply_due_at": order.reply_due_at,
        "extra": order.extra,
        "is_supervised": case.is_supervised or order.is_supervised,
    }
    category = category_columns(order.category_code, flow=case.flow, on=local_date(now))
    place = place_columns(order.whereabouts)
    if case.state in _BEFORE_DISPATCH:
        return own | place | category | {"is_held": False, "hold_reason": ""}, {}
    sent = {"address": order.whereabouts.address, "sent_category": order.category_code[:120]}
    return own, {name: value for name, value in sent.items() if value != getattr(case, name)}


def _names(case: Case, columns: dict[str, Any]) -> set[str]:
    return {name for name, value in columns.items() if getattr(case, name) != value}


def _search(order: Order) -> Any:
    return search_vector(order.title, order.content, order.whereabouts.address)


def _say(change: Change, changed: list[str], left: dict[str, Any], *, is_retimed: bool) -> None:
    text = _("来件更改了内容")
    if left:
        text += _("；案件已派遣，地点和类别未随之改变")
    if not is_retimed:
        text += _("；已准予延期、已超期或已重新办理，应办结时间未随之改变")
    change.event("order_changed", text, changed=changed, left=left)


def _alarm(change: Change, *, now: datetime) -> None:
    """What the sender learned only later may be an emergency too; a case is alarming once."""
    case = change.case
    words = heard_in(case.title, case.content)
    if not words or CaseAlert.objects.filter(case=case).exists():
        return
    told = in_words(words, most=100)
    CaseAlert.objects.create(case=case, words=told, raised_at=now)
    change.event("alerted", alert_line(told), words=list(words))
    tell_desks([(case.case_no, told)], now=now)


def _change_requester(case: Case, order: Order) -> bool:
    requester, caller = case.requester, order.caller
    before = (requester.name, requester.phone, requester.address, requester.is_secret, requester.words)
    if before == (caller.name, caller.phone, caller.address, caller.is_secret, caller.words):
        return False
    requester.name, requester.phone, requester.address = caller.name, caller.phone, caller.address
    requester.is_secret, requester.words = caller.is_secret, caller.words
    requester.phone_hash, requester.phone_tail_hash = phone_hash(caller.phone), phone_tail_hash(caller.phone)
    requester.save()
    return True
