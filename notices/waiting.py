"""Wakes whoever waits for news of an organization: one question to the database for all of them."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar
from weakref import WeakKeyDictionary

from django.db import DatabaseError, InterfaceError, connection

from notices.models import FeedHead, OutboxAudience

T = TypeVar("T")
SECONDS_BETWEEN_LOOKS = 0.25
# Connections to the database that all waiting readers of a process share.
CONNECTIONS = 4
log = logging.getLogger("notices.changes")


class Bell:
    """One for each event loop. It looks while somebody waits, and rings for the organizations that are told."""

    def __init__(self) -> None:
        self._waiting: dict[int, set[asyncio.Event]] = defaultdict(set)
        self._pool = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="feed")
        self._looking: asyncio.Task[None] | None = None
        self._seen = 0

    async def rings(self, organization_id: int, *, after: int, seconds: float) -> bool:
        """Whether there may be news for the organization past the position `after`, or none after so many seconds."""
        if self._looking is None or self._looking.done():
            self._seen = after
            self._looking = asyncio.create_task(self._look())
        elif self._seen > after:  # somebody else's look was ahead of the page that the caller has read
            return True
        bell = asyncio.Event()
        self._waiting[organization_id].add(bell)
        try:
            async with asyncio.timeout(seconds):
                return await bell.wait()
        except TimeoutError:
            return False
        finally:
            self._forget(organization_id, bell)

    async def ask(self, question: Callable[[], T]) -> T:
        """Asks the database in one of few threads, which keep no connection."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, _released, question)

    async def _look(self) -> None:
        while self._waiting:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            try:
                head, told = await self.ask(partial(news_after, self._seen))
            except (DatabaseError, InterfaceError) as error:
                log.warning("no news from the database: %s", type(error).__name__)
                continue
            self._seen = head
            for organization_id in told & self._waiting.keys():
                for bell in self._waiting[organization_id]:
                    bell.set()

    def _forget(self, organization_id: int, bell: asyncio.Event) -> None:
        self._waiting[organization_id].discard(bell)
        if not self._waiting[organization_id]:
            del self._waiting[organization_id]


def news_after(position: int) -> tuple[int, set[int]]:
    """The feed's head, and the organizations that are told of anything past `position` up to it."""
    head = FeedHead.objects.filter(pk=1).values_list("position", flat=True).first() or 0
    if head <= position:
        return head, set()
    news = OutboxAudience.objects.filter(entry__position__gt=position, entry__position__lte=head)
    return head, set(news.values_list("organization", flat=True).distinct())


def bell_of_this_loop() -> Bell:
    loop = asyncio.get_running_loop()
    if loop not in _bells:
        _bells[loop] = Bell()
    return _bells[loop]


_bells: WeakKeyDictionary[asyncio.AbstractEventLoop, Bell] = WeakKeyDictionary()


def _released(question: Callable[[], T]) -> T:
    try:
        return question()
    finally:
        connection.close()
