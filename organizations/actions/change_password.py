"""改密."""

from datetime import datetime

from django.db import transaction

from kernel.actors import Actor
from organizations.actions.create_user import require_good_password
from organizations.audit import record
from organizations.models import User
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
        record(
            "user.password_changed",
            actor=actor,
            now=now,
            subject_kind="user",
            subject_id=user.pk,
            subject_label=user.username,
        )
    return user
