"""Gives every request its actor, notes that a person is there, and lets nobody past a password that must be changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from foundation.clock import now
from foundation.problem_details import Problem, problem_response
from organizations.actors import principal_actor
from organizations.models import User
from organizations.password_rules import is_change_due
from organizations.sessions import note_seen

# Where somebody whose password must be changed may go.
_WAYS_OUT = frozenset({"password_change", "login", "logout", "admin:logout"})


class ActorMiddleware(MiddlewareMixin):
    """Sets `request.actor`; account and roles are read when first asked for, and once.

    Stands after AuthenticationMiddleware. An API client's token replaces it later (`authentication`).
    """

    def process_request(self, request: HttpRequest) -> None:
        if not hasattr(request, "user"):
            raise RuntimeError(f"ActorMiddleware must stand after {AuthenticationMiddleware.__name__}")
        request.actor = SimpleLazyObject(lambda: principal_actor(request))  # type: ignore[attr-defined]


class LastSeenMiddleware(MiddlewareMixin):
    """Keeps a session alive by what a person does; a request that asked for no session costs nothing."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        note_seen(request)
        return response


class PasswordDueMiddleware(MiddlewareMixin):
    """Whoever has a first password, one set by somebody else, or one too old, changes it before anything else.

    Stands after HtmxMiddleware. API clients have no password; health checks need no account.
    """

    def process_view(
        self, request: HttpRequest, view: object, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or match.view_name in _WAYS_OUT or "health" in match.namespaces:
            return None
        if not isinstance(request.user, User) or not is_change_due(request.user, now=now()):
            return None
        if request.path.startswith("/api/"):
            return problem_response(Problem(403, "password_change_required", _("请先在网页上修改密码，再调用接口。")))
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(resolve_url("password_change"))
        return redirect("password_change")
