"""载入立案标准和环节时限."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from cases import data
from cases.actions.load_categories import default_categories
from cases.models import ClockLimit, FilingStandard


@transaction.atomic
def load_standards() -> int:
    """Brings in the filing standards and clock limits a district starts with; returns how many were new.

    A limit that is there already (same ground, same first day) stays as the administrators left it.
    """
    return _load_filing_standards() + _load_clock_limits()


def _load_filing_standards() -> int:
    categories = default_categories()
    added = 0
    for row in data.read("standards.csv"):
        _standard, new = FilingStandard.objects.get_or_create(
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
        added += new
    return added


def _load_clock_limits() -> int:
    added = 0
    for row in data.read("clock_limits.csv"):
        _limit_row, new = ClockLimit.objects.get_or_create(
            clock_kind=row["clock_kind"],
            urgency=row["urgency"],
            flow=row["flow"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults=_limit(row),
        )
        added += new
    return added


def _limit(row: dict[str, str]) -> dict[str, object]:
    return {
        "limit_value": Decimal(row["limit_value"]),
        "limit_kind": row["limit_kind"],
        "counts_from": row["counts_from"],
    }
