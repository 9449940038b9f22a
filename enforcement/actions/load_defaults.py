"""载入吹哨的时限、评价项、职责清单和升级阶梯."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from deadlines.models import LadderRung, RulesVersion
from enforcement import data
from enforcement.actions.default_ladder import default_rungs
from enforcement.models import DutyItem, RatingItem, WhistleLimit
from kernel.actors import Actor
from organizations.audit import record_load
from organizations.models import Organization
from organizations.permissions import require


@transaction.atomic
def load_defaults(*, actor: Actor, now: datetime) -> int:
    """Brings in what a district starts to whistle with; returns how many rows were new.

    What is there already (same ground, same first day) stays as the administrators left it.
    """
    require(actor, "enforcement.configure")
    require(actor, "deadlines.configure")
    added = [*_limits(), *_rating_items(), *_duties(), *_rungs()]
    record_load("whistle_rules.loaded", added, actor=actor, now=now)
    return len(added)


def _limits() -> Iterator[WhistleLimit]:
    for row in data.read("whistle_limits.csv"):
        limit, is_new = WhistleLimit.objects.get_or_create(
            kind=row["kind"],
            clock_kind=row["clock_kind"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={
                "limit_value": Decimal(row["limit_value"]),
                "limit_kind": row["limit_kind"],
                "note": row["note"],
            },
        )
        if is_new:
            yield limit


def _rating_items() -> Iterator[RatingItem]:
    for row in data.read("rating_items.csv"):
        facts = {name: row[name] for name in ("name", "basis", "note")}
        counts = {name: int(row[name]) for name in ("points", "place")}
        item, is_new = RatingItem.objects.get_or_create(
            code=row["code"], valid_from=date.fromisoformat(row["valid_from"]), defaults=facts | counts
        )
        if is_new:
            yield item


def _duties() -> Iterator[DutyItem]:
    """Duties for every category; an organization that the district does not have is left out."""
    organizations = {one.code: one for one in Organization.objects.filter(kind=Organization.Kind.DEPARTMENT)}
    for row in data.read("duties.csv"):
        organization = organizations.get(row["organization"])
        if organization is None:
            continue
        item, is_new = DutyItem.objects.get_or_create(
            organization=organization,
            category=None,
            street=None,
            duty=row["duty"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={"kind": row["kind"]},
        )
        if is_new:
            yield item


def _rungs() -> list[LadderRung]:
    key = ("clock_kind", "urgency", "organization_kind", "number", "valid_from")
    known = set(LadderRung.objects.values_list(*key))
    missing = [row for row in default_rungs() if tuple(getattr(row, name) for name in key) not in known]
    if missing:
        LadderRung.objects.bulk_create(missing)
        RulesVersion.bump()
    return missing
