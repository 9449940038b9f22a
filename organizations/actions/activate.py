"""开通管理员账号: the step between being given an administrator's role and using it."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from organizations.audit import record
from organizations.models import User, UserSession
from organizations.permissions import require
from organizations.secrets.hashes import exact_hash

LIFETIME = timedelta(days=7)
# Without the letters and digits that people mix up; three groups hold 60 random bits.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 3, 4


def hold_until_activated(user: User) -> None:
    """Whoever opened the account may know its password: with that alone nobody becomes an administrator. Called in the
    transaction of the grant; every session of the account ends."""
    user.awaits_activation, user.must_change_password = True, True
    user.activation_hash, user.activation_ends_at = "", None
    _save(user)
    UserSession.objects.filter(user=user).delete()


def issue_activation_code(user: User, *, actor: Actor, now: datetime) -> str:
    """The code that the security administrator hands to the person, shown this once; the one before is void.

    Refused `activation_not_awaited`.
    """
    require(actor, "organizations.add_rolegrant")
    groups = ["".join(secrets.choice(_ALPHABET) for _one in range(_GROUP)) for _group in range(_GROUPS)]
    code = "-".join(groups)
    with transaction.atomic():
        locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if not locked.awaits_activation:
            raise Refused(_("“%s”不在等待开通，不需要开通码。") % locked, code="activation_not_awaited")
        locked.activation_hash, locked.activation_ends_at = _hash(code), now + LIFETIME
        _save(locked)
        record(
            "user.activation_issued",
            actor=actor,
            now=now,
            subject_kind="user",
            subject_id=locked.pk,
            subject_label=locked.username,
            after={"ends_at": locked.activation_ends_at},
        )
    return code


def require_activation_code(user: User, code: str, *, now: datetime) -> None:
    """Raises Invalid `activation_code_wrong` unless the code is the last one issued and still good."""
    is_good = user.activation_ends_at is not None and now <= user.activation_ends_at
    if not is_good or not secrets.compare_digest(_hash(code), user.activation_hash):
        message = _("开通码不对或已过期，请向安全管理员索取新的。")
        raise Invalid(
            message,
            errors=[FieldError("activation_code", "activation_code_wrong", message)],
            code="activation_code_wrong",
        )


def end_activation(user: User) -> None:
    """Nothing is awaited any more: the person came, or the role was taken back."""
    user.awaits_activation, user.activation_hash, user.activation_ends_at = False, "", None
    _save(user)


def _save(user: User) -> None:
    user.save(update_fields=["awaits_activation", "must_change_password", "activation_hash", "activation_ends_at"])


def _hash(code: str) -> str:
    """However people write it: in small letters, without the hyphens."""
    return exact_hash("".join(character for character in code.upper() if character.isalnum()), "activation")
