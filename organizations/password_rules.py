"""The house's own rules for passwords (GB/T 22239-2019: complexity and change); forms, admin and commands obey.

Named in `AUTH_PASSWORD_VALIDATORS`; Django calls `password_changed` of each whenever a new password has been stored.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organizations.models import UsedPassword, User

KINDS_NEEDED = 3
REMEMBERED = 5
# Somebody on leave for two weeks still hears of it in time.
WARNING_DAYS = 14


class SeveralKindsOfCharacters:
    def validate(self, password: str, user: Any = None) -> None:
        if len(kinds_in(password)) < KINDS_NEEDED:
            raise ValidationError(self.get_help_text(), code="password_too_uniform")

    def get_help_text(self) -> str:
        return _("小写字母、大写字母、数字、汉字、符号中至少要有三种。")


class NotUsedBefore:
    """The one in use counts as used, also for an account older than this rule."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is None or user.pk is None:
            return
        if any(check_password(password, used) for used in {user.password, *_remembered(user)}):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def password_changed(self, password: str, user: User) -> None:
        UsedPassword.objects.create(user=user, hash=user.password)
        kept = list(UsedPassword.objects.filter(user=user).order_by("-id").values_list("pk", flat=True)[:REMEMBERED])
        UsedPassword.objects.filter(user=user).exclude(pk__in=kept).delete()

    def get_help_text(self) -> str:
        return _("不能与最近 %(n)d 次用过的密码相同。") % {"n": REMEMBERED}


def kinds_in(password: str) -> set[str]:
    """Which kinds of characters there are: lower, upper, digit, other letters (汉字), symbol."""
    return {_kind_of(character) for character in password}


def days_left(user: User, *, now: datetime) -> int | None:
    """Full days until the password must be changed, negative afterwards; None when passwords don't age."""
    if not settings.PASSWORD_DAYS:
        return None
    ends = (user.password_changed_at or user.created_at) + timedelta(days=settings.PASSWORD_DAYS)
    return (ends - now).days


def is_change_due(user: User, *, now: datetime) -> bool:
    """Whether the account may do nothing before it has a password of its owner's own choice, not too old."""
    left = days_left(user, now=now)
    return user.must_change_password or user.awaits_activation or (left is not None and left < 0)


def _kind_of(character: str) -> str:
    if character.isdigit():
        return "digit"
    if not character.isalpha():
        return "symbol"
    return "lower" if character.islower() else "upper" if character.isupper() else "letter"


def _remembered(user: User) -> list[str]:
    return list(UsedPassword.objects.filter(user=user).order_by("-id").values_list("hash", flat=True)[:REMEMBERED])
