"""Limits, rules and rating items in force at an instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.models.periods import DatedRow
from deadlines.limits import Limit
from enforcement.models import RatingItem, WhistleLimit, WhistleRules
from kernel.times import local_date

_DEFAULTS_SINCE = date(2000, 1, 1)
AnyDated = TypeVar("AnyDated", bound=DatedRow)


@dataclass(frozen=True, slots=True)
class WhistleTime:
    """A limit and the row it comes from, in words."""

    limit: Limit
    source: str


def in_force(rows: QuerySet[AnyDated], *, at: datetime) -> QuerySet[AnyDated]:
    """Those of the rows that hold on the day of this instant, the oldest first."""
    day = local_date(at)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day).order_by("valid_from")


def whistle_rules(*, at: datetime) -> WhistleRules:
    """The row in force on the day of this instant; where none is configured, the field defaults."""
    return in_force(WhistleRules.objects.all(), at=at).last() or WhistleRules(valid_from=_DEFAULTS_SINCE)


def limits_of(kind: str, *, at: datetime) -> Mapping[str, WhistleTime]:
    """By kind of clock; a kind without a limit has no clock."""
    rows = in_force(WhistleLimit.objects.filter(kind=kind), at=at)
    return {row.clock_kind: WhistleTime(row.limit, _("吹哨时限 %s") % row) for row in rows}


def rating_items(*, at: datetime) -> list[RatingItem]:
    """In the order in which they are rated."""
    return sorted(in_force(RatingItem.objects.all(), at=at), key=lambda row: (row.place, row.code))
