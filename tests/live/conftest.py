"""A hub without database and Valkey: what is told stands in a list, and nobody waits for a clock."""

import asyncio
from collections.abc import Callable

import pytest

from command_center.live.hub import Hub
from command_center.live.listener import Listener
from command_center.live.standing import Standing
from notices.feed import Change, Place
from notices.told import News
from tests.live.serving import processes, read, stream_server  # noqa: F401 - fixtures
from tests.make import NOON

CENTRE, STREET = 1, 2


class SilentBell:
    """Never rings: a test looks by itself."""

    async def listen(self) -> None:
        await asyncio.Event().wait()

    async def wait(self) -> None:
        await asyncio.Event().wait()


class House:
    """What a hub asks of the house, as a test has it."""

    def __init__(self) -> None:
        self.told: list[tuple[int, Change]] = []
        self.signed_out: set[str] = set()
        self.is_broken = False

    def happens(self, position: int, *organizations: int, kind: str = "case.signed", subject: str = "1") -> None:
        change = Change(Place(position), kind, "case", subject, 1, NOON)
        self.told += [(one, change) for one in organizations]

    async def read(self, organization_ids, after):
        until = Place(max((change.place.position for _to, change in self.told), default=after))
        if self.is_broken:
            return News(until, is_broken=True)
        return News(until, [(to, c) for to, c in self.told if to in organization_ids and c.place.position > after])

    async def check(self, held):
        return {one for one in held if one.session_key not in self.signed_out}


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def hub(house) -> Hub:
    return Hub(read=house.read, check=house.check, bell=SilentBell())


def desk(organization: int, *, session: str = "s", user: str = "u", after: int = 0, **facts) -> Listener:
    return Listener(Standing(session, user, organization, **facts), until=Place(after))


@pytest.fixture
def play() -> Callable[..., object]:
    """Runs a story in an event loop of its own."""
    return lambda story: asyncio.run(story())
