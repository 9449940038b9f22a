"""Gives every request its actor."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from organizations.actors import principal_actor


class ActorMiddleware(MiddlewareMixin):
    """Sets `request.actor`; account and roles are read when first asked for, and once.

    Stands after AuthenticationMiddleware. An API client's token replaces it later (`authentication`).
    """

    def process_request(self, request: HttpRequest) -> None:
        if not hasattr(request, "user"):
            raise RuntimeError(f"ActorMiddleware must stand after {AuthenticationMiddleware.__name__}")
        request.actor = SimpleLazyObject(lambda: principal_actor(request))  # type: ignore[attr-defined]
