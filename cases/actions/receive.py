"""接收工单."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.enter import enter
from cases.actions.fingerprint import fingerprint_of
from cases.actions.placing import category_columns, columns_of, located
from cases.actions.raise_alerts import Alarming, raise_alerts
from cases.actions.senders import require_sender
from cases.actions.timing import receipt_clocks
from cases.models import GRID_SOURCES, Case, CaseClock, CaseEvent, ClockKind, Requester, Source
from cases.queries.alerts import heard_in
from cases.queries.companions import Companions
from cases.queries.editions import one_edition
from cases.queries.reading import for_reading
from cases.queries.search import search_words
from cases.queries.visibility import audience_of_new
from cases.rules.orders import Caller, Order
from cases.rules.veiling import veiled
from cases.states import Flow, State
from grid.queries import Precision, area_rows
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from kernel.times import local_date
from notices.outbox import append
from organizations.permissions import require
from organizations.queries import district_centre
from organizations.secrets import phone_hash, phone_tail_hash

# How far a sender's clock may be ahead of ours.
CLOCKS_APART = timedelta(minutes=10)


class Outcome(StrEnum):
    CREATED = "created"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Received:
    """`brought` is what came into being with a new case, so that nobody need read it again."""

    case: Case
    outcome: Outcome
    brought: Companions | None = None


def receive(order: Order, *, actor: Actor, now: datetime) -> Received:
    """An order becomes a case, once: the same number and content again is the same case.

    Located and classified as far as it says; what stays unknown waits for a person and is no error (§10, §11).
    Raises Refused `order_changed` when the number is known with other content, `order_no_taken` when another sender
    has it, Invalid for a receipt in the future.
    """
    require(actor, "cases.receive")
    _require_past(order.received_at, now)
    fingerprint = fingerprint_of(order)
    order = veiled(order)
    # The edition inside: who changed a rule waits for the transactions that may know the one before.
    with transaction.atomic(savepoint=False), one_edition():
        case = _new_case(order, fingerprint, actor=actor, now=now)
        clocks, requester = _clocks_of(case, now=now), _requester(order.caller)
        words, event = search_words(*searched(order)), _received(case, actor=actor, now=now)
        is_new = enter(case, [requester, *clocks, event], day=number_day(now), words=words)
        has_alert = is_new and _tell(case, now=now)
    if is_new:
        return Received(case, Outcome.CREATED, Companions(lambda: requester, clocks, has_alert=has_alert))
    winner = for_reading(Case.objects.all()).get(source=order.source, order_no=order.order_no)
    return _meet_again(winner, fingerprint, actor=actor)


def _require_past(received_at: datetime, now: datetime) -> None:
    if received_at > now + CLOCKS_APART:
        message = _("接收时间晚于现在，请检查时间和时区。")
        raise Invalid(message, errors=[FieldError("received_at", "in_the_future", message)])


def _meet_again(winner: Case, fingerprint: str, *, actor: Actor) -> Received:
    require_sender(winner, actor)
    if winner.fingerprint != fingerprint:
        raise Refused(
            _("工单号 %(no)s 已收过，内容不同。确需更改请加 ?update=true 重送。") % {"no": winner.order_no},
            code="order_changed",
        )
    return Received(winner, Outcome.UNCHANGED)


def _new_case(order: Order, fingerprint: str, *, actor: Actor, now: datetime) -> Case:
    place = located(order.whereabouts)
    case = Case(
        lead=None,
        **order_columns(order, fingerprint, actor=actor, now=now),
        **columns_of(place, order.whereabouts),
        **category_columns(order.category_code, flow=flow_of(order), on=local_date(now)),
    )
    for name, area in area_rows(place).items():
        setattr(case, name, area)
    return case


def flow_of(order: Order) -> Flow:
    return Flow.GRID if Source(order.source) in GRID_SOURCES else Flow.HOTLINE


def searched(order: Order) -> tuple[str, ...]:
    """The texts a case is found by."""
    return (order.title, order.content, order.whereabouts.address)


def order_columns(order: Order, fingerprint: str, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Columns of a new case as far as the order alone says; number, place and category come to them."""
    flow = flow_of(order)
    return {
        "order_no": order.order_no,
        "source": order.source,
        "posted_by": actor.key,
        "sender_id": actor.organization_id,
        "fingerprint": fingerprint,
        "flow": flow,
        "state": State.RECEIVED if flow == Flow.GRID else State.PENDING_DISPATCH,
        "is_supervised": order.is_supervised,
        "request_kind": order.request_kind,
        "urgency": order.urgency,
        "title": order.title,
        "content": order.content,
        "extra": order.extra,
        "received_at": order.received_at,
        "created_at": now,
        "reply_due_at": order.reply_due_at,
    }


def number_day(now: datetime) -> str:
    """How the numbers of a day's cases begin."""
    return f"{local_date(now):%Y%m%d}"


def case_no(number: int, *, now: datetime) -> str:
    """Our own number of a case: the day it came in, and the sequence; both may have gaps (`enter` says the same)."""
    return f"{number_day(now)}-{number:06d}"


def _requester(caller: Caller) -> Requester:
    return Requester(
        name=caller.name,
        phone=caller.phone,
        address=caller.address,
        words=caller.words,
        phone_hash=phone_hash(caller.phone),
        phone_tail_hash=phone_tail_hash(caller.phone),
        is_secret=caller.is_secret,
    )


def _clocks_of(case: Case, *, now: datetime) -> list[CaseClock]:
    """A request's clocks start here, the city's limit counting from its own receipt; a grid case's at filing. The case
    is told its due time before it is written: a second writing would touch all of its indexes again."""
    if case.flow == Flow.GRID:
        return []
    clocks = receipt_clocks(case, holder=district_centre(), now=now)
    for clock in clocks:
        if clock.kind == ClockKind.HANDLE:
            case.due_at, case.warn_at = clock.due_at, clock.warn_at
    return clocks


def first_line(*, source: str, precision: str, note: str) -> str:
    """How the course of a case begins."""
    where = note or Precision(precision).label
    return (_("%(source)s 送来，定位：%(where)s") % {"source": Source(source).label, "where": where})[:500]


def _received(case: Case, *, actor: Actor, now: datetime) -> CaseEvent:
    return CaseEvent(
        case=case,
        kind="received",
        at=now,
        actor_key=actor.key,
        actor_label=actor.label,
        text=first_line(source=case.source, precision=case.precision, note=case.location_note),
        data={"precision": case.precision},
        version=case.version,
    )


def _tell(case: Case, *, now: datetime) -> bool:
    """Whether it is an alert, too."""
    audience = audience_of_new(case)
    append(
        kind="case.received",
        subject_kind="case",
        subject_id=case.case_no,
        version=case.version,
        audience=audience,
        now=now,
    )
    words = heard_in(case.title, case.content)
    if words:
        raise_alerts([Alarming(case.pk, case.case_no, case.version, words, audience)], now=now)
    return bool(words)
