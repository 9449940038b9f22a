"""Orders by the hundred, live, in one go: what `receive` does for each, with a handful of statements for all."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import DatabaseError, transaction

from cases.actions.fingerprint import fingerprint_of
from cases.actions.receive import CLOCKS_APART
from cases.imports.arrivals import arriving
from cases.imports.drafts import Draft
from cases.imports.standing import standing
from cases.imports.surroundings import Surroundings
from cases.imports.writing import write
from cases.models import ReceivedPrecision
from cases.rules.orders import Order
from kernel.actors import Actor
from organizations.permissions import require

log = logging.getLogger(__name__)


def receive_many(orders: Sequence[Order], *, actor: Actor, now: datetime) -> list[int | None]:
    """The ids of the new cases, each in its order's place. None where `receive` must look: the number is known or
    stands in the list before, the receipt lies in the future, or somebody else is bringing it in at this moment.

    Should the whole fail, nothing of it is written and all are left to `receive`, so that one bad order spoils none.
    """
    require(actor, "cases.receive")
    drafts = _drafts(orders, now=now)
    known = standing(drafts)
    new = [draft for draft in drafts if draft.key not in known]
    ids: list[int | None] = [None] * len(orders)
    for place, case_id in _written(new, actor=actor, now=now):
        ids[place] = case_id
    return ids


def _drafts(orders: Sequence[Order], *, now: datetime) -> list[Draft]:
    """The first of each number; `line` is its place in the list."""
    first: dict[tuple[str, str], Draft] = {}
    for place, order in enumerate(orders):
        if order.received_at <= now + CLOCKS_APART:
            draft = Draft(place, order, fingerprint_of(order), ReceivedPrecision.SECOND)
            first.setdefault(draft.key, draft)
    return list(first.values())


def _written(drafts: Sequence[Draft], *, actor: Actor, now: datetime) -> list[tuple[int, int]]:
    if not drafts:
        return []
    try:
        with transaction.atomic():
            town = Surroundings(now)
            arrivals = [arriving(draft, town, actor=actor) for draft in drafts]
            written = write(arrivals, actor=actor, now=now, file_name="")
    except DatabaseError:
        log.exception("a batch of %s orders could not be written as one, they are received one by one", len(drafts))
        return []
    return [(one.draft.line, one.case["id"]) for one in written]
