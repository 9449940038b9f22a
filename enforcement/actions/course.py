"""One locked row at work, be it a whistle or a summons: what changes, and the lines of its course."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from enforcement.models import Summons, SummonsEvent, Whistle, WhistleEvent
from enforcement.states import SUMMONS_TRANSITIONS, WHISTLE_TRANSITIONS, Transition
from foundation.bulk import insert_many, update_many
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

    @property
    def written(self) -> frozenset[str]:
        """The columns that are set, with the version; empty when nothing is said and nothing set: no change."""
        return frozenset({*self._columns, "version"}) if self.events or self._columns else frozenset()

    def renew(self) -> None:
        """A new version, which its lines name."""
        self.row.version += 1
        for event in self.events:
            event.version = self.row.version

    def save(self) -> None:
        if self.written:
            self.renew()
            self.row.save(update_fields=self.written)
            (WhistleEvent if self.subject == "whistle" else SummonsEvent).objects.bulk_create(self.events)

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


def save_together(parts: Sequence[Part]) -> None:
    """Many summonses: those to which the same was done in one statement, and all their lines in one."""
    alike: dict[frozenset[str], list[Part]] = {}
    for part in parts:
        alike.setdefault(part.written, []).append(part)
    alike.pop(frozenset(), None)
    for columns, changed in alike.items():
        if len(changed) == 1:
            changed[0].save()
            continue
        for part in changed:
            part.renew()
        update_many([part.row for part in changed], sorted(columns))
        insert_many([event for part in changed for event in part.events], with_keys=False)


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
