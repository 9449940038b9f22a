"""Where and who: areas, organizations, roles, rosters, API clients."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from command_center.configuration.items import Item, item, shortened
from grid.models import Community, Place, Street, UnitGrid
from notices.models import Delivery, Endpoint
from notices.states import DeliveryState
from organizations.duty import roster_flaws
from organizations.models import ApiClient, DutyShift, Organization, RoleGrant
from organizations.roles import Role

_EXPIRES_SOON = timedelta(days=30)
_NEEDED = (Organization.Kind.DISTRICT_CENTRE, Organization.Kind.STREET, Organization.Kind.DEPARTMENT)


def areas() -> Iterator[Item]:
    for name, model, admin in (
        (_("街道"), Street, "grid_street"),
        (_("社区"), Community, "grid_community"),
        (_("单元网格"), UnitGrid, "grid_unitgrid"),
    ):
        count = model.objects.in_force().count()
        yield item(name, _("%d 个") % count, admin, missing=not count)
    places = Place.objects.count()
    yield item(_("地名"), _("%d 条，用于按地址文字定位") % places, "grid_place", look=not places)


def organizations() -> Iterator[Item]:
    counts = dict(Organization.objects.filter(is_active=True).values_list("kind").annotate(n=Count("pk")).order_by())
    for kind in Organization.Kind:
        count = counts.get(kind.value, 0)
        said = _("%d 个在用") % count
        list_of = f"?kind__exact={kind.value}"
        is_missing = not count and kind in _NEEDED
        yield item(_("组织：%s") % kind.label, said, "organizations_organization", missing=is_missing, query=list_of)
    offices = Organization.objects.filter(street__code=OuterRef("code"), is_active=True)
    without = list(Street.objects.in_force().filter(~Exists(offices)).values_list("name", flat=True))
    if without:
        said = _("没有街道办事处的街道：%s") % shortened(without)
        yield item(_("街道与组织对应"), said, "organizations_organization", missing=True)


def roles() -> Iterator[Item]:
    grants = RoleGrant.objects.filter(user__is_active=True).values_list("role")
    held = dict(grants.annotate(n=Count("user", distinct=True)).order_by())
    empty = [str(role.label) for role in Role if not held.get(role.value)]
    said = _("无人担任：%s") % shortened(empty, most=14) if empty else _("每个角色都有人担任")
    yield item(_("角色"), said, "organizations_rolegrant", look=bool(empty))
    units = Organization.objects.filter(is_active=True, kind__in=("street", "department"))
    without = units.filter(~Exists(RoleGrant.objects.filter(user__organization=OuterRef("pk"), user__is_active=True)))
    clients = ApiClient.objects.filter(organization=OuterRef("pk"), is_active=True)
    names = list(without.filter(~Exists(clients)).values_list("short_name", flat=True))
    said = _("既无人员也无接口的承办单位：%s") % shortened(names) if names else _("承办单位都有人员或接口")
    yield item(_("承办单位的人员"), said, "organizations_user", look=bool(names))


def rosters(now: datetime) -> Iterator[Item]:
    kept = DutyShift.objects.filter(is_active=True, ends_at__gt=now).values("organization").distinct().count()
    flaws = roster_flaws(now=now)
    said = _("%d 个单位有值班表") % kept
    if flaws:
        said += _("；未来两周有缺口或重叠：%s") % shortened([str(flaw.organization) for flaw in flaws])
    yield item(_("值班表"), said, "organizations_dutyshift", missing=not kept, look=bool(flaws))


def clients(now: datetime) -> Iterator[Item]:
    active = ApiClient.objects.filter(is_active=True)
    ending = list(active.filter(expires_at__lt=now + _EXPIRES_SOON).values_list("name", flat=True))
    idle = active.filter(Q(last_used_at__isnull=True)).count()
    said = _("%(n)d 个在用，%(idle)d 个从未使用") % {"n": active.count(), "idle": idle}
    if ending:
        said += _("；30 天内到期或已到期：%s") % shortened(ending)
    yield item(_("接口账号"), said, "organizations_apiclient", look=bool(ending) or not active.exists())


def webhooks() -> Iterator[Item]:
    active = Endpoint.objects.filter(is_active=True)
    failing = list(active.filter(failures_in_row__gt=0).values_list("organization__short_name", flat=True))
    said = _("%d 个在用") % active.count()
    if failing:
        said += _("；最近投递失败：%s") % shortened(failing)
    yield item(_("推送地址"), said, "notices_endpoint", look=bool(failing))
    parked = Delivery.objects.filter(state=DeliveryState.PARKED).count()
    said = _("%d 条已搁置，请看原因后重投或放弃") % parked if parked else _("没有搁置的")
    yield item(_("投递"), said, "notices_delivery", look=bool(parked), query="?state__exact=parked" if parked else "")
