"""Which lines of the dispatch catalogue send cases to the wrong unit, so that they can be mended."""

from datetime import datetime

from django.db.models import Count, ExpressionWrapper, F, FloatField, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import CaseApplication, CatalogueRule, DispatchDecision


def rules_by_returns(*, since: datetime, until: datetime) -> QuerySet[CatalogueRule]:
    """The rules that dispatched at least one case in the period [since, until), in one statement, worst first.

    Each carries `dispatches`, `asked` (returns asked of these dispatches, whenever), `approved`, `rate` (share of
    dispatches whose return was granted, 0 to 1) and `proposed`, the unit named most often instead.
    """
    sent = DispatchDecision.objects.filter(rule=OuterRef("pk"), at__gte=since, at__lt=until).order_by()
    returns = CaseApplication.objects.filter(
        kind=CaseApplication.Kind.RETURN,
        decision__rule=OuterRef("pk"),
        decision__at__gte=since,
        decision__at__lt=until,
    ).order_by()
    granted = returns.filter(state=CaseApplication.State.APPROVED)
    named = returns.exclude(proposed=None).values("proposed__name").annotate(n=Count("pk")).order_by("-n", "proposed")
    rules = CatalogueRule.objects.select_related("category", "street", "community", "organization")
    return (
        rules.defer("street__shape", "community__shape")
        .annotate(
            dispatches=_count(sent, "rule"),
            asked=_count(returns, "decision__rule"),
            approved=_count(granted, "decision__rule"),
            proposed=Subquery(named.values("proposed__name")[:1]),
        )
        .filter(dispatches__gt=0)
        .annotate(rate=ExpressionWrapper(F("approved") * 1.0 / F("dispatches"), output_field=FloatField()))
        .order_by("-rate", "-asked", "-dispatches", "id")
    )


def _count(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
