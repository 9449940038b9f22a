"""The permission table at the door of the pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from kernel.errors import NotAllowed
from organizations.actors import actor_of
from organizations.permissions import require

P = ParamSpec("P")
PageView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def turned_away(request: HttpRequest, action: str) -> HttpResponse | None:
    """None for whoever may come in; the way to the sign-in page for the anonymous; PermissionDenied for others."""
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    try:
        require(actor_of(request), action)
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A fragment's request must not swap the sign-in page into a corner of the page: the whole page goes there."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(resolve_url(settings.LOGIN_URL))
    return redirect_to_login(request.get_full_path())


def permission_required(action: str) -> Callable[[PageView[P]], PageView[P]]:
    """Decorates a view function: `@permission_required("cases.read")`."""

    def decorate(view: PageView[P]) -> PageView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            refusal = turned_away(request, action)
            return view(request, *args, **kwargs) if refusal is None else refusal

        # The test that walks over every URL reads it.
        guarded.permission_action = action  # type: ignore[attr-defined]
        return guarded

    return decorate
