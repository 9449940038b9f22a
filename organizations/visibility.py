"""How far an actor sees: a plain value that each app turns into a queryset of its own."""

from dataclasses import dataclass

from kernel.actors import Actor, ActorKind
from organizations.models import Organization
from organizations.roles import BUSINESS_ROLES, CENTRE_ROLES
from organizations.roll import current_roll


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything (`all`), or what concerns these organizations and lies in this street or community, whose rows of
    other years are named with it.

    The city's platform has an organization and no area: it sees what it sent. Empty: sees nothing.
    """

    all: bool = False
    organization_ids: frozenset[int] = frozenset()
    street_ids: tuple[int, ...] = ()
    community_ids: tuple[int, ...] = ()


NOTHING = Scope()


def scope_of(actor: Actor) -> Scope:
    """How far the actor sees, in at most one small SQL statement.

    People without a business role see nothing (the three administrators have no business rights), nor does anybody
    of an organization that is no longer in use. At the district centre its own roles and its API clients see all.
    """
    if actor.kind == ActorKind.SYSTEM:
        return Scope(all=True)
    is_without_business = actor.kind == ActorKind.USER and BUSINESS_ROLES.isdisjoint(actor.roles)
    if is_without_business or actor.organization_id is None:
        return NOTHING
    roll = current_roll()
    organization = roll.by_id.get(actor.organization_id)
    if organization is None or not organization.is_active:
        return NOTHING
    if organization.kind == Organization.Kind.DISTRICT_CENTRE and _sees_all(actor):
        return Scope(all=True, organization_ids=frozenset({organization.pk}))
    return Scope(
        organization_ids=frozenset({organization.pk}),
        street_ids=roll.streets.get(organization.street_id, ()) if organization.street_id else (),
        community_ids=roll.communities.get(organization.community_id, ()) if organization.community_id else (),
    )


def _sees_all(actor: Actor) -> bool:
    return actor.kind == ActorKind.CLIENT or not CENTRE_ROLES.isdisjoint(actor.roles)
