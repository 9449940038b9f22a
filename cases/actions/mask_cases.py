"""隐去已入库案件中的号码和姓名."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from cases.models import Case, Requester
from cases.queries.search import search_vector
from cases.rules.orders import Caller, Order, Whereabouts
from cases.rules.veiling import veiled
from kernel.actors import Actor
from organizations.audit import record
from organizations.permissions import require

BATCH = 500


@dataclass(frozen=True, slots=True)
class Masked:
    """How many cases were read, in how many something was (or would be) hidden, and the key of the last one read."""

    read: int = 0
    masked: int = 0
    last_id: int = 0


def mask_cases(
    *,
    after_id: int = 0,
    dry_run: bool = False,
    progress: Callable[[Masked], None] = lambda so_far: None,
    actor: Actor,
    now: datetime,
) -> Masked:
    """Hides in cases from before the veil what the veil hides in new ones; what was written goes to `words`, encrypted.

    Batches of their own transaction: interrupted, it goes on after the last key, or from the start without harm.
    Versions and events stay: nothing happened to the case.
    """
    require(actor, "cases.configure")
    so_far = Masked(last_id=after_id)
    while batch := list(_with_requester(Case.objects.filter(pk__gt=so_far.last_id).order_by("pk"))[:BATCH]):
        open_to_all = [case.pk for case in batch if _hidden(case) is not None]
        if open_to_all and not dry_run:
            _mask(open_to_all, actor=actor, now=now)
        so_far = Masked(so_far.read + len(batch), so_far.masked + len(open_to_all), batch[-1].pk)
        progress(so_far)
    return so_far


def _with_requester(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("requester")


def _mask(case_ids: list[int], *, actor: Actor, now: datetime) -> None:
    """Read again under lock: an order may have been changed meanwhile."""
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).filter(pk__in=case_ids).order_by("pk")
        for case in _with_requester(locked):
            if (order := _hidden(case)) is not None:
                _write(case, order)
        after = {"count": len(case_ids)}
        record("cases.masked", actor=actor, now=now, subject_kind="case", after=after)


def _hidden(case: Case) -> Order | None:
    """The case as an order behind the veil; None when there is nothing to hide."""
    requester: Requester | None = getattr(case, "requester", None)
    caller = Caller() if requester is None else Caller(name=requester.name or "", phone=requester.phone or "")
    order = Order(
        order_no=case.order_no,
        source=case.source,
        received_at=case.received_at,
        request_kind=case.request_kind,
        urgency=case.urgency,
        title=case.title,
        content=case.content,
        extra=case.extra,
        caller=caller,
        whereabouts=Whereabouts(address=case.address),
    )
    hidden = veiled(order)
    if hidden is order:
        return None
    known = (requester.words or "") if requester else ""
    words = "\n".join(part for part in (known, hidden.caller.words) if part)
    return replace(hidden, caller=replace(hidden.caller, words=words))


def _write(case: Case, order: Order) -> None:
    address = order.whereabouts.address
    Requester.objects.update_or_create(case=case, defaults={"words": order.caller.words})
    Case.objects.filter(pk=case.pk).update(
        title=order.title,
        content=order.content,
        extra=order.extra,
        address=address,
        search=search_vector(order.title, order.content, address),
    )
