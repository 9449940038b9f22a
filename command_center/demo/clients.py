"""API clients of the demo: the city's hotline first, then the centre, the streets and the departments."""

from dataclasses import dataclass
from datetime import datetime

from cases.models import CatalogueRule
from kernel.actors import Actor
from organizations.actions.issue_token import issue_token
from organizations.actions.rotate_token import rotate_token
from organizations.models import ApiClient, Organization

_SETTER = Actor.system("demo", "演示数据")
_NAME = "业务系统"
_ACT = ("cases:read", "cases:act")
_STEP = ("changes:read", "webhooks:manage")
_ANSWER = ("summonses:answer", *_STEP)
# In this order they stand in demo.json.
_SCOPES = {
    Organization.Kind.CITY: ("orders:write", "cases:read"),
    Organization.Kind.DISTRICT_CENTRE: _ACT,
    Organization.Kind.STREET: (*_ACT, "whistles:write", *_STEP),
    Organization.Kind.DEPARTMENT: _ANSWER,
}


@dataclass(frozen=True, slots=True)
class IssuedClient:
    organization: str
    token: str
    scopes: tuple[str, ...]


def issue_clients(*, now: datetime) -> list[IssuedClient]:
    """One client for the city, the centre, each street and each department; a client that is there already gets a new
    token, since the old one cannot be read back."""
    named = set(CatalogueRule.objects.exclude(organization=None).values_list("organization", flat=True))
    return [_issue(organization, is_sent_cases=organization.pk in named, now=now) for organization in _holders()]


def actors() -> dict[int, Actor]:
    """The clients as actors, by organization."""
    return {client.organization_id: client.actor for client in ApiClient.objects.filter(name__endswith=_NAME)}


def _holders() -> list[Organization]:
    holders = Organization.objects.filter(kind__in=_SCOPES, is_active=True)
    return sorted(holders, key=lambda o: (list(_SCOPES).index(Organization.Kind(o.kind)), o.code))


def _issue(organization: Organization, *, is_sent_cases: bool, now: datetime) -> IssuedClient:
    """Every department may be whistled for; cases go to those of the catalogue alone."""
    scopes, name = _SCOPES[Organization.Kind(organization.kind)], f"{organization.short_name}{_NAME}"
    if organization.kind == Organization.Kind.DEPARTMENT and is_sent_cases:
        scopes = (*_ACT, *scopes)
    known = ApiClient.objects.filter(organization=organization, name=name, is_active=True).first()
    issued = (
        rotate_token(known, actor=_SETTER, now=now)
        if known
        else issue_token(organization, name=name, scopes=scopes, actor=_SETTER, now=now)
    )
    return IssuedClient(organization.short_name, issued.token, scopes)
