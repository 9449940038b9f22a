"""A case as a row of a list: the shape of `presenting.small`, from plain columns instead of six rows of the ORM."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from cases.api.instants import instant
from cases.models import Case
from cases.queries.crowds import number_of_followers
from cases.queries.lamps import lamp_of
from cases.states import State

_COLUMNS = (
    *("case_no", "order_no", "source", "flow", "state", "version", "needs_classification", "title", "urgency"),
    *("address", "lon", "lat", "precision", "is_outside", "location_note"),
    *("received_at", "due_at", "warn_at", "replied_at", "is_supervised", "is_hard"),
)
_NAMES = {
    "category_code": F("category__code"),
    "category_name": F("category__name"),
    "category_kind": F("category__kind"),
    "street_name": F("street__name"),
    "community_name": F("community__name"),
    "grid_code": F("unit_grid__code"),
    "lead_code": F("lead__code"),
    "lead_name": F("lead__short_name"),
    "main_no": F("merged_into__case_no"),
}
_STATES = dict(State.choices)


def for_list(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what `listed` shows and nothing else."""
    return cases.only(*_COLUMNS).annotate(**_NAMES, followers_count=number_of_followers())


def listed(case: Case, *, now: datetime) -> dict[str, Any]:
    """What `small` says of the case; a test compares the two."""
    row = vars(case)
    return {
        "case_no": case.case_no,
        "order_no": case.order_no,
        "source": case.source,
        "flow": case.flow,
        "state": case.state,
        "state_name": str(_STATES[case.state]),
        "lamp": lamp_of(case, now=now),
        "category": _named(row, "category", "code", "name", "kind"),
        "needs_classification": case.needs_classification,
        "title": case.title,
        "urgency": case.urgency,
        "location": _location(case, row),
        "lead": _named(row, "lead", "code", "name"),
        "received_at": instant(case.received_at),
        "due_at": instant(case.due_at),
        "supervised": case.is_supervised,
        "hard": case.is_hard,
        "merged_into": row["main_no"],
        "followers": row["followers_count"],
        "version": case.version,
    }


def _named(row: dict[str, Any], of: str, *names: str) -> dict[str, Any] | None:
    """None where the case has none: whatever is there has a code."""
    return None if row[f"{of}_code"] is None else {name: row[f"{of}_{name}"] for name in names}


def _location(case: Case, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "address": case.address,
        "lon": case.lon,
        "lat": case.lat,
        "precision": case.precision,
        "grid_code": row["grid_code"],
        "street": row["street_name"],
        "community": row["community_name"],
        "is_outside": case.is_outside,
        "note": case.location_note,
    }
