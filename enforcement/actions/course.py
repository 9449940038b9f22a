"""One locked row at work, be it a whistle or a summons: what changes, and the lines of its course."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from enforcement.models import Summons, SummonsEvent, Whistle, WhistleEvent
from enforcement.states import SUMMONS_TRANSITIONS, WHISTLE_TRANSITIONS, Transition
from kernel.actors import Actor
from kernel.texts import mask_numbers
from notices.outbox import OutboxRow


@dataclass(slots=True)
class Part:
    """`subject` is "whistle" or "summons", as the outbox calls it."""

    row: Any
    actor: Actor
    now: datetime
    subject: str
    table: Mapping[str, Transition]
    events: list[Any] = field(default_factory=list)
    _columns: set[str] = field(default_factory=set)

    def set(self, **columns: Any) -> None:
        """Writes these columns when the door closes."""
        for name, value in columns.items():
            setattr(self.row, name, value)
        self._columns.update(columns)

    def to(self, state: str, *, by: str, **columns: Any) -> None:
        """Leads the row to `state` by this action, which the table must allow from where it stands."""
        step = self.table[by]
        if self.row.state not in step.sources or state not in step.targets:
            raise ValueError(f"{by} does not lead from {self.row.state} to {state}")
        self.set(state=state, **columns)

    def event(self, kind: str, text: str, **data: Any) -> None:
        """Appends one line to the course, numbers masked."""
        self.events.append(event_of(self.row, kind, text, data, actor=self.actor, now=self.now))

    def save(self) -> None:
        """A new version with its lines; nothing said and nothing set since the last save is no change."""
        fresh = [event for event in self.events if event.pk is None]
        if not fresh and not self._columns:
            return
        self.row.version += 1
        self.row.save(update_fields=[*self._columns, "version"])
        self._columns.clear()
        for event in fresh:
            event.version = self.row.version
        (WhistleEvent if self.subject == "whistle" else SummonsEvent).objects.bulk_create(fresh)

    def news(self, audience: Collection[int], *, left: Collection[int] = ()) -> list[OutboxRow]:
        """One for each line, to whoever sees the row now; who sees it no more is told so once, with the last."""
        last = len(self.events) - 1
        return [
            OutboxRow(
                f"{self.subject}.{event.kind}",
                self.subject,
                self.row.number,
                event.version,
                audience,
                left=left if n == last else (),
            )
            for n, event in enumerate(self.events)
        ]


def whistle_part(whistle: Whistle, *, actor: Actor, now: datetime) -> Part:
    return Part(whistle, actor, now, "whistle", WHISTLE_TRANSITIONS)


def summons_part(summons: Summons, *, actor: Actor, now: datetime) -> Part:
    return Part(summons, actor, now, "summons", SUMMONS_TRANSITIONS)


def event_of(row: Whistle | Summons, kind: str, text: str, data: dict[str, Any], *, actor: Actor, now: datetime) -> Any:
    """One line of the course, a WhistleEvent or a SummonsEvent, not yet saved, with the row's version as it stands."""
    facts: dict[str, Any] = {
        "kind": kind,
        "at": now,
        "actor_key": actor.key,
        "actor_label": actor.label,
        "text": mask_numbers(text)[:500],
        "data": data,
        "version": row.version,
    }
    return WhistleEvent(whistle=row, **facts) if isinstance(row, Whistle) else SummonsEvent(summons=row, **facts)
