"""A draft set against the town: a case with all its rows, in memory, as `receive` or the past would leave them.

Rows are plain values: a model instance for each takes longer than everything else that is done for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from cases.actions.placing import columns_of, located
from cases.actions.receive import first_line, flow_of, order_columns, searched
from cases.imports.clocks import ClockRow
from cases.imports.drafts import Draft
from cases.imports.surroundings import Surroundings
from cases.models import Case, ClockKind
from cases.queries.search import search_words
from cases.rules.veiling import veil, veiled
from grid.queries import Location
from kernel.actors import Actor

# What a new case has before anybody says anything.
_BLANK: Mapping[str, Any] = {one.attname: one.get_default() for one in Case._meta.concrete_fields}


class Line(NamedTuple):
    """One line of the course."""

    kind: str
    at: datetime
    text: str
    data: Mapping[str, Any]


@dataclass(slots=True)
class Arrival:
    """`case` by the names of its columns; `words` are what it is found by; `audience` is None where nobody is told;
    `alarm` are the words of danger in it."""

    draft: Draft
    case: dict[str, Any]
    words: str
    lines: list[Line]
    clocks: list[ClockRow]
    audience: frozenset[int] | None = None
    alarm: tuple[str, ...] = ()


def arriving(draft: Draft, town: Surroundings, *, actor: Actor) -> Arrival:
    """What `receive` would write of it."""
    draft = veiled_draft(draft)
    place = located(draft.order.whereabouts)
    case = placed(draft, place, town, actor=actor)
    clocks = town.clocks.of(case)
    for clock in clocks:
        if clock.kind == ClockKind.HANDLE:
            case["due_at"], case["warn_at"] = clock.due_at, clock.warn_at
    audience = town.audience((place.street_code, place.community_code), case["sender_id"])
    alarm = town.heard_in(case["title"], case["content"])
    return Arrival(draft, case, words_of(draft), [received_line(case, at=town.now)], clocks, audience, alarm)


def veiled_draft(draft: Draft) -> Draft:
    """The draft as it may be stored; its fingerprints are those of what came in."""
    order, ending = veiled(draft.order), draft.ending
    if ending is not None and (shown := veil(ending.reply, draft.order.caller)) != ending.reply:
        ending = replace(ending, reply=shown)
    is_same = order is draft.order and ending is draft.ending
    return draft if is_same else replace(draft, order=order, ending=ending)


def placed(draft: Draft, place: Location, town: Surroundings, *, actor: Actor) -> dict[str, Any]:
    """The case as the order says, located and classified."""
    order = draft.order
    return {
        **_BLANK,
        **order_columns(order, draft.fingerprint, actor=actor, now=town.now),
        **columns_of(place, order.whereabouts),
        **town.category_columns(order.category_code, flow=flow_of(order)),
        "received_precision": draft.received_precision,
    }


def words_of(draft: Draft) -> str:
    return search_words(*searched(draft.order))


def received_line(case: Mapping[str, Any], *, at: datetime) -> Line:
    text = _first_line(case["source"], case["precision"], case["location_note"])
    return Line("received", at, text, {"precision": case["precision"]})


@lru_cache(maxsize=1024)
def _first_line(source: str, precision: str, note: str) -> str:
    return first_line(source=source, precision=precision, note=note)
