"""Hears the sequencer ring; looks by itself now and then, in case a ring was lost, and more often while deaf."""

import asyncio
import logging

from redis.asyncio import Redis
from redis.exceptions import RedisError

from notices.ringing import CHANNEL

SECONDS_BETWEEN_LOOKS, WHILE_DEAF = 2.0, 0.5
SECONDS_AFTER_FAILURE = 1.0
log = logging.getLogger("center.live")


class Bell:
    """`wait()` returns when the feed has moved, or when it is time to look whether it has."""

    def __init__(self, url: str) -> None:
        self._url, self._rung, self._hears = url, asyncio.Event(), False

    async def wait(self) -> None:
        try:
            async with asyncio.timeout(SECONDS_BETWEEN_LOOKS if self._hears else WHILE_DEAF):
                await self._rung.wait()
        except TimeoutError:
            pass
        self._rung.clear()

    async def listen(self) -> None:
        """For ever, through every outage of Valkey; each time it comes back somebody looks at once."""
        is_out = False
        while True:
            try:
                await self._hear()
            except (RedisError, OSError) as error:
                if not is_out:
                    log.warning("the bell of the streams is silent: %s", type(error).__name__)
                is_out = True
            finally:
                self._hears = False
            await asyncio.sleep(SECONDS_AFTER_FAILURE)

    async def _hear(self) -> None:
        async with Redis.from_url(self._url, socket_connect_timeout=2) as server, server.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            async for _message in channel.listen():  # the first says that we are subscribed
                self._hears = True
                self._rung.set()
