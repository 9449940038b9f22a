"""All organizations, held by the process until their stamp in the database moves: a few hundred, asked for by every
call, changed a few times a year.

What is given out is read by many threads at once: never change it, and never save it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from foundation.stamps import read_stamp
from organizations.models import Organization, OrganizationStamp


@dataclass(frozen=True, slots=True)
class Roll:
    """`by_area` holds the ids of those whose street or community has this code, redrawn areas among them."""

    stamp: UUID | None
    by_id: Mapping[int, Organization]
    by_area: Mapping[str, frozenset[int]]
    centre: Organization | None


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
    )
