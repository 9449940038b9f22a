"""One open stream, from the first word to the last."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any

from command_center.live.hub import AWAY, Hub
from command_center.live.listener import MOST, Listener, Word
from command_center.live.wire import as_text, retry
from kernel.errors import Gone
from notices.feed import FeedPage, read_feed

SECONDS_BETWEEN_BEATS = 15.0
SECONDS_BETWEEN_MESSAGES = 1.0
# A client that does not take what was sent for so long is gone.
PATIENCE = 30.0
log = logging.getLogger("center.live")

Event = MutableMapping[str, Any]
Send = Callable[[Event], Awaitable[None]]
Receive = Callable[[], Awaitable[Event]]
Ask = Callable[[Callable[[], FeedPage]], Awaitable[FeedPage]]


async def catch_up(listener: Listener, *, ask: Ask) -> None:
    """What it missed since it was last told something; anew, where that can't be said."""
    from_place, organization_id = listener.until, listener.standing.organization_id
    try:
        listener.catch_up(await ask(partial(read_feed, organization_id, after=from_place, limit=MOST)))
    except (*AWAY, Gone):
        listener.lose(from_place)


async def stream(listener: Listener, hub: Hub, *, receive: Receive, send: Send) -> None:
    """Until the browser goes, or the listener has ended: at most a message a second, a beat when there is nothing."""
    gone = asyncio.create_task(_until_gone(receive, listener))
    try:
        await _say(send, retry())
        while not gone.done():
            message = listener.take(seen=hub.seen)
            await _say(send, as_text(message))
            if message.word == Word.END:
                break
            await asyncio.sleep(SECONDS_BETWEEN_MESSAGES)
            await listener.wait(SECONDS_BETWEEN_BEATS)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except TimeoutError:
        log.info("a stream ends whose reader takes nothing")
    finally:
        gone.cancel()


async def _say(send: Send, text: bytes) -> None:
    async with asyncio.timeout(PATIENCE):
        await send({"type": "http.response.body", "body": text, "more_body": True})


async def _until_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()
