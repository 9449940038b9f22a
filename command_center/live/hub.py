"""The hub of one process: one question to the database for all desks, whenever the feed has moved."""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Collection

from django.db import DatabaseError, InterfaceError

from command_center.live.bell import Bell
from command_center.live.listener import Listener
from command_center.live.standing import Standing
from notices.feed import Place
from notices.told import News

# Windows that one person may have open, and streams of one process.
MOST_OF_ONE_PERSON = 12
MOST = 4_000
# Who comes in needs a thread and a connection to the database for a moment: after a restart all come at once.
AT_THE_DOOR = 8
SECONDS_BETWEEN_CHECKS = 10.0
# Several changes at once ring several times.
SECONDS_BETWEEN_LOOKS = 0.05
AWAY = (DatabaseError, InterfaceError)
log = logging.getLogger("center.live")

Read = Callable[[Collection[int], int], Awaitable[News]]
Check = Callable[[Collection[Standing]], Awaitable[set[Standing]]]


class Hub:
    """At work while anybody listens. `read` asks what organizations are told past a position, `check` which of those
    who listen still may. `seen` is how far it has looked; whoever comes in passes the `door`."""

    def __init__(self, *, read: Read, check: Check, bell: Bell) -> None:
        self._read, self._check, self._bell = read, check, bell
        self._by_organization: dict[int, set[Listener]] = defaultdict(set)
        self._windows: Counter[str] = Counter()
        self._tasks: list[asyncio.Task[None]] = []
        self._is_deaf = False
        self.seen = Place(0)
        self.door = asyncio.Semaphore(AT_THE_DOOR)

    def admit(self, listener: Listener, *, head: Place) -> bool:
        """False when the person, or the process, has enough. `head` is where the feed stood at the door."""
        windows = self._windows[listener.standing.user_id]
        if windows >= MOST_OF_ONE_PERSON or self._windows.total() >= MOST:
            return False
        self._windows[listener.standing.user_id] += 1
        self._by_organization[listener.standing.organization_id].add(listener)
        if not self._tasks:
            self.seen = head
            works = (self._bell.listen(), self._look_forever(), self._check_forever())
            self._tasks = [asyncio.create_task(work) for work in works]
        return True

    def dismiss(self, listener: Listener) -> None:
        mates = self._by_organization[listener.standing.organization_id]
        if listener not in mates:
            return
        mates.discard(listener)
        self._windows -= Counter([listener.standing.user_id])
        if not mates:
            del self._by_organization[listener.standing.organization_id]
        if not self._by_organization:
            for task in self._tasks:
                task.cancel()
            self._tasks = []

    def listeners(self) -> list[Listener]:
        return [listener for mates in self._by_organization.values() for listener in mates]

    async def look(self) -> None:
        """Tells everybody what came since the last look. Of an organization whose first desk came while the answer was
        on its way nothing was asked: such a desk looks anew."""
        asked = frozenset(self._by_organization)
        news = await self._read(asked, self.seen.position)
        self.seen = news.until
        for organization_id, change in news.told:
            for listener in self._by_organization.get(organization_id, ()):
                listener.hear(change)
        for listener in self.listeners():
            was_asked = listener.standing.organization_id in asked
            if news.is_broken or (not was_asked and listener.until.position < news.until.position):
                listener.lose(news.until)

    async def check(self) -> None:
        """Ends the streams of those who have signed out or may no longer listen."""
        asked = self.listeners()
        fine = await self._check({listener.standing for listener in asked})
        for listener in asked:
            if listener.standing not in fine:
                listener.end()

    async def _look_forever(self) -> None:
        while True:
            await self._bell.wait()
            await self._through_outages(self.look)
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    async def _check_forever(self) -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_CHECKS)
            await self._through_outages(self.check)

    async def _through_outages(self, ask: Callable[[], Awaitable[None]]) -> None:
        """While the database is away, or an answer fails for a reason of ours, nobody is told anything and nobody sent
        away; nothing is lost by it. The hub asks again: without it every stream would be silent for good."""
        try:
            await ask()
        except Exception as error:
            if not self._is_deaf:
                is_fault = not isinstance(error, AWAY)
                log.warning("streams have no news for now: %s", type(error).__name__, exc_info=is_fault)
            self._is_deaf = True
        else:
            self._is_deaf = False
