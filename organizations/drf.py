"""The permission table at the door of the REST API."""

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from organizations.actors import actor_of
from organizations.permissions import require


class HasPermission(BasePermission):
    """Asks the table for the view's `permission_action`: one action, or one for each method.

    Anonymous callers are asked to authenticate (401); others without the right get NotAllowed (403). A method that the
    view does not answer at all is 405, whatever the right.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        method = request.method or "GET"
        if not _is_answered(view, method):
            raise MethodNotAllowed(method)
        if method != "OPTIONS":
            require(actor_of(request), permission_action(view, method))
        return True


def _is_answered(view: APIView, method: str) -> bool:
    """As the framework itself finds a handler, which it does only after asking for permission."""
    name = method.lower()
    return name in view.http_method_names and hasattr(view, name)


def permission_action(view: object, method: str) -> str:
    """The action this view needs for the method (HEAD counts as GET); a view that names none is a programming error."""
    declared: str | Mapping[str, str] | None = getattr(view, "permission_action", None)
    action = declared.get("GET" if method == "HEAD" else method) if isinstance(declared, Mapping) else declared
    if action is None:
        raise ImproperlyConfigured(f"{type(view).__name__} names no permission_action for {method}")
    return action
