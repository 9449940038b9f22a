"""All organizations, held by the process until their stamp in the database moves: a few hundred, asked for by every
call, changed a few times a year.

What is given out is read by many threads at once: never change it, and never save it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from foundation.stamps import read_stamp
from grid.models import Community, Street
from organizations.models import Organization, OrganizationStamp


@dataclass(frozen=True, slots=True)
class Roll:
    """`by_area` holds the ids of those whose street or community has this code, redrawn areas among them. `streets`
    and `communities` hold, by id, the ids of all rows that ever had its code: a case keeps the row it was located in.
    """

    stamp: UUID | None
    by_id: Mapping[int, Organization]
    by_area: Mapping[str, frozenset[int]]
    centre: Organization | None
    streets: Mapping[int, tuple[int, ...]]
    communities: Mapping[int, tuple[int, ...]]


_held: Roll | None = None


def current_roll() -> Roll:
    """The organizations as committed, or as written so far in this transaction: one small statement while nothing
    has changed. The stamp is read first: a change in between is at worst loaded twice, never missed."""
    global _held  # noqa: PLW0603 - one copy for each process is the point
    stamp, held = read_stamp(OrganizationStamp), _held
    if stamp is None or held is None or held.stamp != stamp:
        held = _held = _read(stamp)
    return held


def _read(stamp: UUID | None) -> Roll:
    areas: defaultdict[str, set[int]] = defaultdict(set)
    by_id: dict[int, Organization] = {}
    rows = Organization.objects.select_related("street", "community")
    for one in rows.defer("street__shape", "community__shape"):
        by_id[one.pk] = one
        for area in (one.street, one.community):
            if area is not None:
                areas[area.code].add(one.pk)
    return Roll(
        stamp=stamp,
        by_id=by_id,
        by_area={code: frozenset(ids) for code, ids in areas.items()},
        centre=next((one for one in by_id.values() if one.kind == Organization.Kind.DISTRICT_CENTRE), None),
        streets=_ever_the_same(Street.objects.values_list("pk", "code")),
        communities=_ever_the_same(Community.objects.values_list("pk", "code")),
    )


def _ever_the_same(areas: Iterable[tuple[int, str]]) -> dict[int, tuple[int, ...]]:
    by_code: defaultdict[str, list[int]] = defaultdict(list)
    rows = list(areas)
    for pk, code in rows:
        by_code[code].append(pk)
    return {pk: tuple(sorted(by_code[code])) for pk, code in rows}
