"""Who listens, and whether they still may: asked at the door, then again and again for all open streams together."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from cases.queries.inspectors import only_inspects
from foundation.clock import now
from foundation.stamps import steady
from kernel.actors import Actor
from organizations.models import OrganizationStamp, RoleGrant
from organizations.permissions import may
from organizations.sessions import living
from organizations.visibility import NOTHING, scope_of

PERMISSION = "notices.changes"


@dataclass(frozen=True, slots=True)
class Standing:
    """By which session somebody listens, for which organization. Who only inspects sees less than the organization:
    such a desk is told that something changed, without `knows_subjects` not what."""

    session_key: str
    user_id: str
    organization_id: int
    knows_subjects: bool = True


def standing_of(session_key: str, actor: Actor) -> Standing | None:
    """None for whoever may not listen, or would never be told anything."""
    if actor.organization_id is None or not may(actor, PERMISSION) or scope_of(actor) == NOTHING:
        return None
    return Standing(session_key, actor.id, actor.organization_id, knows_subjects=not only_inspects(actor))


def still_standing(held: Collection[Standing]) -> set[Standing]:
    """Those whose session lives and whose person stands as before: a few statements, however many listen."""
    rows = living(now()).filter(pk__in=[one.session_key for one in held], user__is_active=True)
    rows = rows.select_related("user").defer("user__phone")  # a secret, to be opened when somebody reads it
    users = {row.pk: row.user for row in rows if row.user is not None}
    roles: dict[int, set[str]] = defaultdict(set)
    grants = RoleGrant.objects.filter(user__in={user.pk for user in users.values()})
    for user_id, role in grants.values_list("user", "role"):
        roles[user_id].add(role)
    for user in users.values():
        user.roles = frozenset(roles[user.pk])
    with steady(OrganizationStamp):
        now_held = [standing_of(key, user.actor) for key, user in users.items()]
    return {one for one in now_held if one is not None} & set(held)
