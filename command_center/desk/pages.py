"""What the pages of the desk share: who may come in, which fragment htmx asks for, addresses with a change."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from organizations.pages import permission_required

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
PageView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def desk_page(permission: str) -> Callable[[View[P]], PageView[P]]:
    """For those who are signed in and hold the permission; what it shows is never kept by a browser."""

    def decorate(view: View[P]) -> PageView[P]:
        return permission_required(permission)(never_cache(view))

    return decorate


def htmx_of(request: HttpRequest) -> HtmxDetails:
    """The typed way to `request.htmx`; false for a plain request."""
    details: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by HtmxMiddleware
    return details


def asks_for(request: HttpRequest, target: str) -> bool:
    """Whether htmx asks for the fragment of this element, not the browser for a page."""
    return bool(htmx_of(request)) and htmx_of(request).target == target


def link(query: QueryDict, *without: str, **changes: str) -> str:
    """The same address with some parameters changed, others and all empty ones left out; back on the first page."""
    changed = query.copy()
    for name in ("cursor", *without):
        changed.pop(name, None)
    for name, value in changes.items():
        changed[name] = value
    for name in [name for name in changed if not changed[name]]:
        changed.pop(name)
    return f"?{changed.urlencode()}"
