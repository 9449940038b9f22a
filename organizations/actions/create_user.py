"""开户."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from organizations.audit import record
from organizations.models import Organization, User
from organizations.permissions import require
from organizations.secrets import phone_hash


def create_user(
    username: str,
    *,
    display_name: str,
    organization: Organization | None,
    password: str | None,
    actor: Actor,
    now: datetime,
    phone: str = "",
    must_change_password: bool = True,
) -> User:
    """Opens an account without any right: giving roles is the security administrator's step (GB/T 22239, 三员).

    Without a password (accounts from a file) nobody can sign in until the administrator sets one. Whoever gets one is
    asked for another of their own at the first sign-in.
    Raises Invalid for a weak password, Refused `username_taken`.
    """
    require(actor, "organizations.add_user")
    if password is not None:
        require_good_password(password, User(username=username, display_name=display_name))
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username,
                password=password,
                display_name=display_name,
                organization=organization,
                phone=phone,
                phone_hash=phone_hash(phone),
                must_change_password=must_change_password,
                password_changed_at=now,
            )
            record(
                "user.created",
                actor=actor,
                now=now,
                subject_kind="user",
                subject_id=user.pk,
                subject_label=user.username,
                after={"display_name": display_name, "organization": organization.code if organization else None},
            )
    except IntegrityError as error:
        raise Refused(_("用户名“%(name)s”已被使用。") % {"name": username}, code="username_taken") from error
    return user


def require_good_password(password: str, user: User) -> None:
    """Raises Invalid with one sentence for each rule the password breaks."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        broken = [FieldError("password", "weak_password", sentence) for sentence in error.messages]
        raise Invalid("".join(error.messages), errors=broken, code="weak_password") from error
