"""授予角色."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor, ActorKind
from kernel.errors import Refused
from organizations.actions.activate import hold_until_activated
from organizations.audit import record
from organizations.models import RoleGrant, User
from organizations.permissions import require
from organizations.roles import ADMINISTRATORS, Role, excludes, fits


def grant_role(user: User, *, role: Role, actor: Actor, now: datetime) -> RoleGrant:
    """Gives a person a role; granting it again changes nothing.

    An administrator's role lies still until its holder brings a code from whoever gave it (`activate`), save when it
    is given on the server itself.
    Refused: `administrators_hold_no_other_role` (the three administrators exclude each other and every business
    role), `role_does_not_fit_organization`.
    """
    require(actor, "organizations.add_rolegrant")
    with transaction.atomic():
        # Two grants at once to one person wait for each other, so that the second sees the first.
        locked = User.objects.select_for_update(of=("self",)).select_related("organization").get(pk=user.pk)
        _require_fitting(locked, role)
        grant, is_new = RoleGrant.objects.get_or_create(
            user=locked, role=role, defaults={"granted_at": now, "granted_by": actor.label}
        )
        if is_new:
            if role in ADMINISTRATORS and actor.kind != ActorKind.SYSTEM:
                hold_until_activated(locked)
            record(
                "role.granted",
                actor=actor,
                now=now,
                subject_kind="user",
                subject_id=locked.pk,
                subject_label=locked.username,
                after={"role": str(role)},
            )
    user.__dict__.pop("roles", None)
    return grant


def _require_fitting(user: User, role: Role) -> None:
    held = set(user.role_grants.values_list("role", flat=True))
    if excludes(role, held):
        names = "、".join(str(Role(other).label) for other in sorted(held))
        raise Refused(
            _("“%(user)s”已是%(held)s。三类管理员互斥，也不得兼任业务角色，请先收回原有角色。")
            % {"user": user, "held": names},
            code="administrators_hold_no_other_role",
        )
    organization = user.organization
    if not fits(role, organization.kind if organization else None):
        raise Refused(
            _("角色“%(role)s”不适用于%(organization)s的人员。")
            % {"role": role.label, "organization": organization or _("未定组织")},
            code="role_does_not_fit_organization",
        )
