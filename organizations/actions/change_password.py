"""改密."""

from datetime import datetime

from django.db import transaction

from kernel.actors import Actor
from organizations.actions.create_user import require_good_password
from organizations.audit import record
from organizations.models import User, UserSession
from organizations.permissions import require


def change_password(user: User, *, password: str, actor: Actor, now: datetime) -> User:
    """Gives the account a new password, by its owner or by the system administrator; every session of it ends.

    Raises Invalid for a weak password. The owner's old password is the form's to ask for.
    """
    if actor.key != user.actor.key:
        require(actor, "organizations.change_user")
    require_good_password(password, user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        settle_new_password(user, actor=actor, now=now)
    return user


def settle_new_password(user: User, *, actor: Actor, now: datetime, address: str = "") -> None:
    """What follows from a password just stored: a foreign hand's must be changed, sessions end, the audit knows."""
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
