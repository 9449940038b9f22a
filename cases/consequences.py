"""What a change of organizations, categories and catalogue rules means for cases, told before it is done.

Limits are asked about by `cases.admin.limits`, with the clocks that would move.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case, CatalogueRule, Category, DispatchDecision, FilingStandard
from cases.states import OPEN
from foundation.clock import now
from kernel.times import local_date
from organizations.consequences import Tell, is_retired
from organizations.models import Organization, RoleGrant, User
from organizations.roles import BUSINESS_ROLES

_LOOKED_BACK = timedelta(days=30)


def _of_organization(before: Organization, after: Organization) -> Iterator[str]:
    if is_retired(before, after):
        yield from _of_retirement(before)
    elif (before.kind, before.parent_id) != (after.kind, after.parent_id):
        leads = _open().filter(lead=before).count()
        if leads and before.kind != after.kind:
            yield _("还有 %d 件未结案件由它主办：能办理的角色、适用的升级阶梯随类别改变。") % leads
        if leads and before.parent_id != after.parent_id:
            yield _("还有 %d 件未结案件由它主办，今后超期报给新的上级。") % leads
    for area in ("street", "community"):
        yield from _of_area(area, getattr(before, f"{area}_id"), getattr(after, f"{area}_id"))


def _of_area(area: str, old: int | None, new: int | None) -> Iterator[str]:
    """An organization sees the cases of its area, and a street gets those that no rule sends elsewhere."""
    if old == new:
        return
    lost, won = (_open().filter(**{area: pk}).count() if pk else 0 for pk in (old, new))
    if lost or won:
        words = _("%(lost)d 件未结案件不再在它的辖区内，%(won)d 件进入它的辖区：看得到的案件和属地派单随之改变。")
        yield words % {"lost": lost, "won": won}


def _open() -> QuerySet[Case]:
    return Case.objects.filter(state__in=sorted(OPEN))


def _of_retirement(before: Organization) -> Iterator[str]:
    open_ones = _open()
    leads = open_ones.filter(lead=before).count()
    assists = open_ones.filter(parties__organization=before, parties__part="assisting").count()
    if leads or assists:
        words = _("还有 %(leads)d 件未结案件由它主办、%(assists)d 件由它协办：它不能再办理，请先转派。")
        yield words % {"leads": leads, "assists": assists}
    rules = CatalogueRule.objects.filter(Q(organization=before) | Q(supervising=before), is_active=True).count()
    if rules:
        yield _("%d 条派单规则指向它：这些规则不再生效，案件改按次一条规则或属地街道派遣。") % rules


def _of_user(before: User, after: User) -> Iterator[str]:
    """Whether anybody is left who could do the work of the unit."""
    if not is_retired(before, after) or before.organization_id is None:
        return
    cases = _open().filter(lead=before.organization_id).count()
    others = RoleGrant.objects.filter(user__organization=before.organization_id, user__is_active=True)
    left = set(others.exclude(user=before).values_list("role", flat=True))
    gone = [str(grant) for grant in before.role_grants.all() if grant.role in BUSINESS_ROLES - left]
    if gone:
        words = _("%(organization)s再没有别的%(roles)s；由它主办的未结案件有 %(cases)d 件。")
        yield words % {"organization": before.organization, "roles": "、".join(gone), "cases": cases}


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
    User: (_of_user,),
    Category: (_of_category,),
    CatalogueRule: (_of_rule,),
}
