"""载入立案标准和环节时限."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from cases import data
from cases.actions.load_categories import default_categories
from cases.models import ClockLimit, FilingStandard
from kernel.actors import Actor
from organizations.audit import record_load
from organizations.permissions import require


@transaction.atomic
def load_standards(*, actor: Actor, now: datetime) -> int:
    """Brings in the filing standards and clock limits a district starts with; returns how many were new.

    A limit that is there already (same ground, same first day) stays as the administrators left it.
    """
    require(actor, "cases.configure")
    added = [*_load_filing_standards(), *_load_clock_limits()]
    record_load("standards.loaded", added, actor=actor, now=now)
    return len(added)


def _load_filing_standards() -> Iterator[FilingStandard]:
    categories = default_categories()
    for row in data.read("standards.csv"):
        standard, is_new = FilingStandard.objects.get_or_create(
            category=categories[row["category"]] if row["category"] else None,
            urgency=row["urgency"],
            flow=row["flow"],
            place=int(row["place"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={
                "condition": row["condition"],
                "closing_condition": row["closing_condition"],
                **_limit(row),
            },
        )
        if is_new:
            yield standard


def _load_clock_limits() -> Iterator[ClockLimit]:
    for row in data.read("clock_limits.csv"):
        limit, is_new = ClockLimit.objects.get_or_create(
            clock_kind=row["clock_kind"],
            urgency=row["urgency"],
            flow=row["flow"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={**_limit(row), "note": row["note"]},
        )
        if is_new:
            yield limit


def _limit(row: dict[str, str]) -> dict[str, object]:
    return {
        "limit_value": Decimal(row["limit_value"]),
        "limit_kind": row["limit_kind"],
        "counts_from": row["counts_from"],
    }
