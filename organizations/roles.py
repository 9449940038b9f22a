"""The roles of the district, and the groups of them that belong together."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    INTAKE_OPERATOR = "intake_operator", _("受理员")
    DISPATCHER = "dispatcher", _("派遣员")
    DUTY_SUPERVISOR = "duty_supervisor", _("值班长")
    STREET_OPERATOR = "street_operator", _("街道经办")
    STREET_LEADER = "street_leader", _("街道领导")
    DEPARTMENT_OFFICER = "department_officer", _("部门经办")
    COMMUNITY_WORKER = "community_worker", _("社区工作者")
    INSPECTOR = "inspector", _("监督员")
    CALLBACK_CLERK = "callback_clerk", _("回访员")
    ASSESSOR = "assessor", _("考核员")
    LEADER = "leader", _("区领导")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


# The three administrators (GB/T 22239-2019): they exclude each other and have no business rights.
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
BUSINESS_ROLES = frozenset(Role) - ADMINISTRATORS
CENTRE_ROLES = frozenset(
    {Role.INTAKE_OPERATOR, Role.DISPATCHER, Role.DUTY_SUPERVISOR, Role.CALLBACK_CLERK, Role.ASSESSOR, Role.LEADER}
)


class OrganizationKind(models.TextChoices):
    CITY = "city", _("市级平台")
    DISTRICT_CENTRE = "district_centre", _("区指挥中心")
    STREET = "street", _("街道办事处")
    COMMUNITY = "community", _("社区")
    DEPARTMENT = "department", _("委办局")


# Which roles make sense where; an administrator may belong to any organization, or to none.
ROLES_OF_KIND: dict[str, frozenset[Role]] = {
    OrganizationKind.CITY: frozenset(),
    OrganizationKind.DISTRICT_CENTRE: CENTRE_ROLES | {Role.INSPECTOR},
    OrganizationKind.STREET: frozenset({Role.STREET_OPERATOR, Role.STREET_LEADER, Role.INSPECTOR}),
    OrganizationKind.COMMUNITY: frozenset({Role.COMMUNITY_WORKER}),
    OrganizationKind.DEPARTMENT: frozenset({Role.DEPARTMENT_OFFICER}),
}


def fits(role: str, kind: str | None) -> bool:
    """Whether somebody of an organization of this kind (None: of no organization) may hold the role."""
    return role in ADMINISTRATORS or (kind is not None and role in ROLES_OF_KIND[kind])


def excludes(role: str, held: Iterable[str]) -> bool:
    """Whether the role cannot stand beside those already held: an administrator holds that one role alone."""
    others = set(held) - {role}
    return bool(others) and (role in ADMINISTRATORS or not others.isdisjoint(ADMINISTRATORS))
