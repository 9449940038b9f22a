"""载入考核方案."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessment import data
from assessment.models import Scheme, SchemeItem
from kernel.actors import Actor
from organizations.audit import record_load
from organizations.permissions import require


@transaction.atomic
def load_schemes(*, actor: Actor, now: datetime) -> int:
    """Brings in the schemes a district starts with: streets, departments, units, posts, and formulas of other cities
    as examples that are not in force; returns how many were new.

    A version that is there already (same code, same first day) stays as the administrators left it.
    """
    require(actor, "assessment.configure")
    added = [made for row in data.schemes() if (made := _made(row)) is not None]
    record_load("schemes.loaded", added, actor=actor, now=now)
    return len(added)


def _made(row: Mapping[str, Any]) -> Scheme | None:
    facts = {name: value for name, value in row.items() if name not in ("items", "valid_from", "valid_to")}
    since = date.fromisoformat(row["valid_from"])
    if Scheme.objects.filter(code=row["code"], valid_from=since).exists():
        return None
    until = date.fromisoformat(row["valid_to"]) if "valid_to" in row else None
    made = Scheme(**facts, valid_from=since, valid_to=until)
    made.full_clean()
    made.save()
    _add_items(made, row["items"])
    return made


def _add_items(scheme: Scheme, rows: Sequence[Mapping[str, Any]]) -> None:
    for place, row in enumerate(rows, start=1):
        item = SchemeItem(scheme=scheme, place=place, **(dict(row) | {"weight": Decimal(row["weight"])}))
        item.full_clean()
        item.save()
