"""One open desk: what it has yet to be told."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from command_center.live.standing import Standing
from notices.feed import Change, FeedPage, Place

# What a desk is told at most in one message, and what is kept for a slow one: beyond that it looks anew.
MOST = 100


class Word(StrEnum):
    """What a message says."""

    CHANGES = "changes"
    RESYNC = "resync"
    BEAT = "beat"
    END = "end"


@dataclass(frozen=True, slots=True)
class Message:
    """`until` is the place up to which the desk knows everything once it has this message."""

    word: Word
    until: Place
    changes: Sequence[Change] = ()
    knows_subjects: bool = True


@dataclass(eq=False, slots=True)
class Listener:
    """`until` is how far it was told; a desk that comes back after a while begins where it was."""

    standing: Standing
    until: Place
    is_lost: bool = False
    has_ended: bool = False
    _pending: dict[int, Change] = field(default_factory=dict)
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, change: Change) -> None:
        """Told once, whether it came with what was missed, with the news, or with both."""
        if self.has_ended or self.is_lost or change.place.position <= self.until.position:
            return
        self._pending[change.place.position] = change
        if len(self._pending) > MOST:
            self.lose(change.place)
        self._stirred.set()

    def catch_up(self, missed: FeedPage) -> None:
        """What happened while it was away; when that is too much, it looks anew."""
        for change in missed.changes:
            self.hear(change)
        if missed.has_more:
            self.lose(missed.until)

    def lose(self, until: Place) -> None:
        """There is no telling what it missed."""
        if self.has_ended:
            return
        self._pending.clear()
        self.is_lost = True
        self.follow(until)
        self._stirred.set()

    def follow(self, until: Place) -> None:
        """Everything up to there was told, or waits to be, or is none of its business."""
        if until.position > self.until.position or self.is_lost:
            self.until = until

    def end(self) -> None:
        """It is told of nothing any more, not even of what waits."""
        self.has_ended = True
        self._pending.clear()
        self._stirred.set()

    async def wait(self, seconds: float) -> None:
        """Until there is something to tell, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._stirred.wait()
        except TimeoutError:
            return

    def take(self, *, seen: Place) -> Message:
        """What to tell now; a beat, when there is nothing else. `seen` is how far the hub has looked."""
        self._stirred.clear()
        if self.has_ended:
            return Message(Word.END, self.until)
        changes = [self._pending[position] for position in sorted(self._pending)]
        self._pending.clear()
        was_lost, self.is_lost = self.is_lost, False
        self.follow(seen)
        if changes:
            self.follow(changes[-1].place)
        word = Word.RESYNC if was_lost else Word.CHANGES if changes else Word.BEAT
        return Message(word, self.until, changes, self.standing.knows_subjects)
