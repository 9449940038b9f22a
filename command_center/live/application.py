"""Django, with streams beside it.

A request for `/live/` goes through all of Django first, which decides and then lets go of its thread and its
connection to the database. Only then the stream begins: what stays open for hours costs two small tasks.
"""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings

from command_center.live.bell import Bell
from command_center.live.hub import Hub
from command_center.live.listener import Listener
from command_center.live.standing import still_standing
from command_center.live.stream import Event, Receive, Send, catch_up, stream
from command_center.live.view import TICKET, Ticket
from notices.feed import Place
from notices.told import news_for
from notices.waiting import bell_of_this_loop

PATH = "/live/"
# Who has not come in by then comes again, and others get a turn.
PATIENCE_AT_THE_DOOR = 30.0
_TOO_MANY, _TOO_FULL = 429, 503
_NO_BODY = {"type": "http.request", "body": b"", "more_body": False}


class Application:
    """An ASGI application around Django's own."""

    def __init__(self, django: Any) -> None:
        self._django = django

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._django(scope, receive, send)
            return
        ticket, answer = Ticket(), []

        async def hold(event: Event) -> None:
            answer.append(event)

        hub, heard = hub_of_this_loop(), _without_body(receive)
        if not await _comes_to_its_turn(hub):
            await _send_away(send, _TOO_FULL)
            return
        try:
            await self._django({**scope, TICKET: ticket}, lambda: anext(heard), hold)
        finally:
            hub.door.release()
        if ticket.listener is None or not answer:
            for event in answer:
                await send(event)
        else:
            await _let_in(hub, ticket.listener, ticket.head, answer[0], receive=receive, send=send)


async def _comes_to_its_turn(hub: Hub) -> bool:
    try:
        async with asyncio.timeout(PATIENCE_AT_THE_DOOR):
            return await hub.door.acquire()
    except TimeoutError:
        return False


async def _without_body(receive: Receive) -> AsyncIterator[Event]:
    """What Django hears of the client: that it asks, then that it has gone. Nobody holds the door open with a body that
    is slow to come: there is none to wait for."""
    yield _NO_BODY
    while (event := await receive())["type"] != "http.disconnect":
        pass
    yield event


async def _send_away(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"retry-after", b"60")]})
    await send({"type": "http.response.body", "body": b""})


async def _let_in(hub: Hub, listener: Listener, head: Place, opening: Event, *, receive: Receive, send: Send) -> None:
    if not hub.admit(listener, head=head):
        await _send_away(send, _TOO_MANY)
        return
    try:
        if not listener.is_lost:
            await catch_up(listener, ask=bell_of_this_loop().ask)
        headers = [(name, value) for name, value in opening["headers"] if name.lower() != b"content-length"]
        await send({**opening, "headers": headers})
        await stream(listener, hub, receive=receive, send=send)
    finally:
        hub.dismiss(listener)


def hub_of_this_loop() -> Hub:
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        ask = bell_of_this_loop().ask
        _hubs[loop] = Hub(
            read=lambda ids, after: ask(partial(news_for, ids, after=after)),
            check=lambda held: ask(partial(still_standing, held)),
            bell=Bell(settings.REDIS_URL),
        )
    return _hubs[loop]


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()
