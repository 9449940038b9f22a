"""What a change of organizations, categories and catalogue rules means for cases, told before it is done.

Limits are asked about by `cases.admin.limits`, with the clocks that would move.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from cases.models import Case, CatalogueRule, Category, DispatchDecision, FilingStandard
from cases.states import OPEN
from foundation.clock import now
from kernel.times import local_date
from organizations.consequences import Tell, is_retired
from organizations.models import Organization

_LOOKED_BACK = timedelta(days=30)


def _of_organization(before: Organization, after: Organization) -> Iterator[str]:
    if not is_retired(before, after):
        return
    open_ones = Case.objects.filter(state__in=sorted(OPEN))
    leads = open_ones.filter(lead=before).count()
    assists = open_ones.filter(parties__organization=before, parties__part="assisting").count()
    if leads or assists:
        words = _("还有 %(leads)d 件未结案件由它主办、%(assists)d 件由它协办：它不能再办理，请先转派。")
        yield words % {"leads": leads, "assists": assists}
    rules = CatalogueRule.objects.filter(Q(organization=before) | Q(supervising=before), is_active=True).count()
    if rules:
        yield _("%d 条派单规则指向它：这些规则不再生效，案件改按次一条规则或属地街道派遣。") % rules


def _of_category(before: Category, after: Category) -> Iterator[str]:
    if not is_retired(before, after):
        return
    below = Q(category=before) | Q(category__parent=before) | Q(category__parent__parent=before)
    cases = Case.objects.filter(below, state__in=sorted(OPEN)).count()
    standards = FilingStandard.objects.filter(below).filter(_in_force()).count()
    rules = CatalogueRule.objects.filter(below, is_active=True).count()
    if cases or standards or rules:
        words = _(
            "%(cases)d 件未结案件属于此类别，照旧办完；%(standards)d 条标准、%(rules)d 条派单规则不再用于新案件。"
        )
        yield words % {"cases": cases, "standards": standards, "rules": rules}


def _of_rule(before: CatalogueRule, after: CatalogueRule) -> Iterator[str]:
    is_ended = is_retired(before, after) or (before.valid_to is None and after.valid_to is not None)
    if not is_ended and before.organization_id == after.organization_id:
        return
    decided = DispatchDecision.objects.filter(rule=before, at__gte=now() - _LOOKED_BACK).count()
    if decided:
        yield _("近 30 天有 %d 件案件按这条规则派出；改后同类案件将改派别处，已派出的不变。") % decided


def _in_force() -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=local_date(now()))


CONSEQUENCES: Mapping[type[Model], tuple[Tell, ...]] = {
    Organization: (_of_organization,),
    Category: (_of_category,),
    CatalogueRule: (_of_rule,),
}
