"""改密."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed
from organizations.actions.activate import end_activation, require_activation_code
from organizations.actions.create_user import require_good_password
from organizations.audit import record
from organizations.models import User, UserSession
from organizations.permissions import require
from organizations.roles import ADMINISTRATORS


def change_password(user: User, *, password: str, actor: Actor, now: datetime, activation_code: str = "") -> User:
    """Gives the account a new password, by its owner or by the system administrator; every session of it ends.

    Raises Invalid for a weak password, and for the wrong code where the account awaits its activation; NotAllowed for
    an administrator's. The old password is the form's to ask for.
    """
    require_fit_hand(user, actor=actor)
    if user.awaits_activation and actor.key == user.actor.key:
        require_activation_code(user, activation_code, now=now)
    require_good_password(password, user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        settle_new_password(user, actor=actor, now=now)
    return user


def require_fit_hand(user: User, *, actor: Actor) -> None:
    """An administrator's password is set by its owner, or on the server (`manage.py set_password`): who could set it
    from the admin could become that administrator, and three people would be one. A closed account's grants count too.
    """
    if actor.key == user.actor.key:
        return
    require(actor, "organizations.change_user")
    if actor.kind != ActorKind.SYSTEM and user.role_grants.filter(role__in=ADMINISTRATORS).exists():
        message = _("管理员的密码只能由本人修改；忘记密码时，请在服务器上运行 manage.py set_password。")
        raise NotAllowed(message, code="password_of_administrator")


def settle_new_password(user: User, *, actor: Actor, now: datetime, address: str = "") -> None:
    """What follows from a password just stored: a foreign hand's must be changed, sessions end, the audit knows."""
    if actor.key == user.actor.key and user.awaits_activation:
        end_activation(user)
    user.password_changed_at, user.must_change_password = now, actor.key != user.actor.key
    user.save(update_fields=["password_changed_at", "must_change_password"])
    UserSession.objects.filter(user=user).delete()
    record(
        "user.password_changed",
        actor=actor,
        now=now,
        subject_kind="user",
        subject_id=user.pk,
        subject_label=user.username,
        address=address,
    )
