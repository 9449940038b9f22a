"""`GET /changes/`: the feed, with a long poll that holds no connection to the database.

The view answers like every other, and where there is nothing yet it answers with a body that comes later: so it needs
neither a thread nor a connection meanwhile. Under WSGI, which could do neither, it answers at once.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from functools import partial

from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.cursors import malformed
from foundation.query_names import refuse_unknown_names
from kernel.errors import Gone, NotAllowed
from notices.api.shapes import ChangesOut, page_out
from notices.feed import FeedPage, Place, latest, oldest, read_feed
from notices.waiting import Bell, bell_of_this_loop
from organizations.actors import actor_of
from organizations.drf import HasPermission

LONGEST_WAIT = 30
MOST_CHANGES = 500
USUAL_CHANGES = 100
log = logging.getLogger("notices.changes")

_PARAMETERS = [
    OpenApiParameter("after", str, description="`cursor` of the answer before; empty: the oldest kept; `latest`: now"),
    OpenApiParameter("wait", {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT}, description="seconds"),
    OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST_CHANGES, "default": USUAL_CHANGES}),
]


class ChangesView(APIView):
    """Everything the caller's organization is told of, oldest first; ids, kinds and versions, never content."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "notices.changes"}

    @extend_schema(operation_id="get_changes", parameters=_PARAMETERS, responses={200: ChangesOut})
    def get(self, request: Request) -> HttpResponseBase:
        refuse_unknown_names(request, {"after", "wait", "limit"})
        organization_id = actor_of(request).organization_id
        if organization_id is None:
            raise NotAllowed(_("变更按组织提供，您不属于任何组织。"))
        wait = _number(request, "wait", lowest=0, most=LONGEST_WAIT, usual=0)
        limit = _number(request, "limit", lowest=1, most=MOST_CHANGES, usual=USUAL_CHANGES)
        page = read_feed(organization_id, after=_after(request), limit=limit)
        if page.changes or page.has_more or not wait or not isinstance(request._request, ASGIRequest):
            return Response(page_out(page))
        close_old_connections()
        waited = _later(page, organization_id=organization_id, limit=limit, seconds=wait)
        return StreamingHttpResponse(waited, content_type="application/json", headers={"Cache-Control": "no-store"})


async def _later(page: FeedPage, *, organization_id: int, limit: int, seconds: float) -> AsyncIterator[bytes]:
    """The page when something has come, or the empty one when the time is over; the same when the database is away or
    the feed was purged past us, which the next call will be told."""
    bell = bell_of_this_loop()
    try:
        page = await _page_or_nothing(bell, page, organization_id, limit, seconds)
    except (DatabaseError, InterfaceError, Gone) as error:
        log.warning("a reader of the feed is sent away: %s", type(error).__name__)
    yield JSONRenderer().render(page_out(page))


async def _page_or_nothing(bell: Bell, page: FeedPage, organization_id: int, limit: int, seconds: float) -> FeedPage:
    loop = asyncio.get_running_loop()
    ends = loop.time() + seconds
    while not page.changes and (left := ends - loop.time()) > 0:
        if await bell.rings(organization_id, after=page.until.position, seconds=left):
            after = page.until
            page = await bell.ask(partial(read_feed, organization_id, after=after, limit=limit))
    return page


def _after(request: Request) -> Place:
    text = request.query_params.get("after", "")
    if not text:
        return oldest()
    return latest() if text == "latest" else Place.parse(text)


def _number(request: Request, name: str, *, lowest: int, most: int, usual: int) -> int:
    text = request.query_params.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and len(text) < 6 and lowest <= int(text) <= most):
        words = _("%(name)s 应当是 %(lowest)d 到 %(most)d 的整数。")
        raise malformed(name, words % {"name": name, "lowest": lowest, "most": most})
    return int(text)
