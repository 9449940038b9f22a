"""收回角色."""

from datetime import datetime

from django.db import transaction

from kernel.actors import Actor
from organizations.actions.activate import end_activation
from organizations.audit import record
from organizations.models import RoleGrant, User
from organizations.permissions import require
from organizations.roles import ADMINISTRATORS, Role


def revoke_role(user: User, *, role: Role, actor: Actor, now: datetime, reason: str = "") -> User:
    """Takes a role away, with effect from the person's next request; what is not held is not taken."""
    require(actor, "organizations.delete_rolegrant")
    with transaction.atomic():
        taken, _by_model = RoleGrant.objects.filter(user=user, role=role).delete()
        if taken:
            if role in ADMINISTRATORS:
                end_activation(User.objects.select_for_update(of=("self",)).get(pk=user.pk))
            record(
                "role.revoked",
                actor=actor,
                now=now,
                subject_kind="user",
                subject_id=user.pk,
                subject_label=user.username,
                before={"role": str(role)},
                reason=reason,
            )
    user.__dict__.pop("roles", None)
    return user
