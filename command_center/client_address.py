"""Whose request this is, for locking out who guesses passwords."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the proxy saw; without this every client would be the proxy, and one could lock out all."""
    seen_by_proxy = request.headers.get("X-Real-IP", "") if settings.BEHIND_PROXY else ""
    return str(seen_by_proxy or request.META.get("REMOTE_ADDR", ""))
