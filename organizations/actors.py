"""Who acts in a request, as the plain `Actor` that actions take."""

from axes.helpers import get_client_ip_address
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request

from kernel.actors import Actor, ActorKind


def nobody() -> Actor:
    """Whoever did not sign in: without roles, so that every permission says no."""
    return Actor(kind=ActorKind.USER, id="", label=_("未登录"))


def principal_actor(request: HttpRequest) -> Actor:
    """The actor behind `request.user`, be that a person or an API client."""
    actor: Actor | None = getattr(request.user, "actor", None)
    return nobody() if actor is None else actor


def actor_of(request: HttpRequest | Request) -> Actor:
    """Who acts in this request; the typed way to `request.actor`."""
    plain: HttpRequest = request._request if isinstance(request, Request) else request
    actor: Actor = plain.actor  # type: ignore[attr-defined]  # set by ActorMiddleware or an authenticator
    return actor


def address_of(request: HttpRequest) -> str:
    """The network address the request came from, the same that the lock-out counts; "" when unknown."""
    return get_client_ip_address(request) or ""
