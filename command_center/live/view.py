"""`GET /live/` at Django's door: session, password, right. What comes after is no longer Django's (`application`)."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from command_center.live.listener import Listener
from command_center.live.standing import PERMISSION, standing_of
from foundation.errors import Malformed
from notices.feed import Place, latest
from organizations.actors import actor_of
from organizations.pages import permission_required

# The key of the ticket in the ASGI scope.
TICKET = "center.live"


@dataclass(slots=True)
class Ticket:
    """What the door says of a request: with a listener it is let in. `head` is where the feed stood."""

    listener: Listener | None = None
    head: Place = field(default_factory=lambda: Place(0))


@require_safe
@permission_required(PERMISSION)
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """204 tells a browser not to come again: there is nobody here who could wait, or nothing to be told."""
    scope: dict[str, Any] = getattr(request, "scope", {})
    ticket: Ticket | None = scope.get(TICKET)
    row = getattr(request.session, "row", None)
    standing = standing_of(row.pk, actor_of(request)) if row is not None else None
    if ticket is None or standing is None or request.method != "GET":
        return HttpResponse(status=204)
    ticket.head = latest()
    known = _known(request)
    ticket.listener = Listener(standing, until=known or ticket.head, is_lost=known is None)
    return HttpResponse(content_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _known(request: HttpRequest) -> Place | None:
    """How far the desk was told: the browser says so when it comes back by itself, the page in the address."""
    text = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    try:
        return Place.parse(text) if text else None
    except Malformed:
        return None
