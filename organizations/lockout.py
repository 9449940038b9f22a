"""Guessed passwords: axes locks the pair of account and address; here are the wider limits that catch who spreads out.

One account tried from many addresses, and one address that tries many accounts, are locked as long as a pair is. Where
an account has signed in within the last weeks it stays out of the first, and has four times the second: so nobody locks
a colleague out of their own desk from elsewhere, and a mistaken neighbour does not lock out the office.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest

from foundation.clock import now
from organizations.models import AuditEntry, User
from organizations.secrets import keyed_hash

KNOWN_FOR = timedelta(days=30)
PATIENCE_WITH_KNOWN = 4
_UNKNOWN = "未知账号 "


def counted_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str | None:
    """The name under which axes counts: an account's own, else a keyed hash.

    People type passwords into the wrong field, so what is no account's name is written down nowhere.
    """
    asked = dict(credentials or {}) or request.POST.dict()
    typed = asked.get("username")
    if not typed:
        return None
    typed = str(typed).replace("\0", "")
    user = User.objects.filter(username__iexact=typed).only("username").first()
    return user.username.lower() if user else f"{_UNKNOWN}{keyed_hash(typed, 'unknown-username')[:32]}"


class WideHandler(AxesDatabaseHandler):
    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return super().is_locked(request, credentials) or _is_widely_locked(request, credentials or {})


def _is_widely_locked(request: HttpRequest, credentials: Mapping[str, Any]) -> bool:
    username = get_client_username(request, dict(credentials)) or ""
    address: str = request.axes_ip_address  # type: ignore[attr-defined]  # set by axes
    from_here = _failures(request, ip_address=address)
    if from_here >= settings.SIGN_IN_FAILURES_FROM_ADDRESS * PATIENCE_WITH_KNOWN:
        return True
    is_over = (
        from_here >= settings.SIGN_IN_FAILURES_FROM_ADDRESS
        or _failures(request, username=username) >= settings.SIGN_IN_FAILURES_OF_ACCOUNT
    )
    return is_over and not _is_known_here(username, address)


def _failures(request: HttpRequest, **of: str) -> int:
    recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request), **of)
    return recent.aggregate(n=Sum("failures_since_start"))["n"] or 0


def _is_known_here(username: str, address: str) -> bool:
    """Whether the account has signed in from this address lately."""
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        return False
    signed_in = AuditEntry.objects.filter(kind="user.signed_in", subject_kind="user", subject_id=str(user.pk))
    return signed_in.filter(address=address, at__gt=now() - KNOWN_FOR).exists()
