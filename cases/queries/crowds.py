"""多人同诉: a main case and those that follow it, shown as one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cases.models import Case, CaseRelation
from cases.queries.requesters import masked
from cases.queries.visibility import visible_to
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid

# Shown one by one; the number says how many there are.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Follower:
    """One requester more: the case, and who asks, masked."""

    case: Case
    requester: dict[str, Any]


def number_of_followers() -> Coalesce:
    """For `annotate`: how many cases follow, without a join that multiplies rows."""
    counted = Case.objects.filter(merged_into=OuterRef("pk")).order_by().values("merged_into")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())


def main_case(case_no: str, *, actor: Actor) -> Case:
    """The case of this number to merge into. Raises Invalid `unknown` of `main`."""
    case = visible_to(actor).filter(case_no=case_no.strip()).defer("search").first()
    if case is None:
        message = _("没有这个案件编号，或不在贵单位可见范围内。")
        raise Invalid(message, errors=[FieldError("main", "unknown", message)])
    return case


def followers_of(case: Case, *, actor: Actor) -> list[Follower]:
    """The first fifty that this actor sees, in the order of receipt; one statement."""
    seen = visible_to(actor).filter(merged_into=case).select_related("requester").defer("search")
    rows = seen.order_by("received_at", "pk")[:SHOWN]
    return [Follower(row, masked(getattr(row, "requester", None), actor=actor)) for row in rows]


def relations_of(case: Case, *, actor: Actor) -> QuerySet[CaseRelation]:
    """What the case has to do with earlier and later ones that this actor sees, the latest first."""
    seen = visible_to(actor).values("pk")
    both = CaseRelation.objects.filter(case=case, earlier__in=seen) | CaseRelation.objects.filter(
        earlier=case, case__in=seen
    )
    return both.select_related("case", "earlier").order_by("-at", "-pk")[:20]
