"""The one door through which a settlement changes: right, lock, state table, then the block, then columns, version
and events in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Settlement, SettlementEvent
from assessment.states import TRANSITIONS, SettlementState
from kernel.actors import Actor
from kernel.errors import NotFound, Refused, StaleVersion
from organizations.permissions import require


@dataclass(slots=True)
class Change:
    """One action at work on one locked settlement."""

    settlement: Settlement
    action: str
    actor: Actor
    now: datetime
    _columns: set[str] = field(default_factory=set)
    _events: list[SettlementEvent] = field(default_factory=list)

    def set(self, **columns: Any) -> None:
        """Writes these columns when the door closes."""
        for name, value in columns.items():
            setattr(self.settlement, name, value)
        self._columns.update(columns)

    def to(self, state: SettlementState, **columns: Any) -> None:
        """Leads the settlement to `state`, which the table must allow for this action; to stay is no step."""
        row = TRANSITIONS[self.action]
        if state != self.settlement.state and state not in row.targets:
            raise ValueError(f"{self.action} does not lead to {state}")
        self.set(state=state, **columns)

    def event(self, kind: str, text: str, **data: Any) -> None:
        """Appends one line to the course."""
        self._events.append(
            SettlementEvent(
                settlement=self.settlement,
                kind=kind,
                at=self.now,
                actor_key=self.actor.key,
                actor_label=self.actor.label,
                text=text[:500],
                data=data,
            )
        )

    def save(self) -> None:
        if not self._columns and not self._events:
            return
        self.settlement.version += 1
        self.settlement.save(update_fields=[*self._columns, "version"])
        for event in self._events:
            event.version = self.settlement.version
        SettlementEvent.objects.bulk_create(self._events)


@contextmanager
def open_settlement(
    settlement_id: int, *, action: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Iterator[Change]:
    """Raises NotAllowed, NotFound, StaleVersion, Refused `wrong_state`."""
    require(actor, f"assessment.{action}")
    with transaction.atomic():
        rows = Settlement.objects.select_for_update(of=("self",)).select_related("scheme", "period")
        settlement = rows.filter(pk=settlement_id).first()
        if settlement is None:
            raise NotFound(_("没有这项考核。"))
        _require(settlement, action, expected_version)
        change = Change(settlement, action, actor, now)
        yield change
        change.save()


def _require(settlement: Settlement, action: str, expected: int | None) -> None:
    if expected is not None and expected != settlement.version:
        missed = settlement.events.filter(version__gt=expected).order_by("id")
        raise StaleVersion(
            _("这项考核刚被他人更改，请看过变化后再办。"),
            current=settlement.version,
            changes=[{"version": e.version, "at": e.at.isoformat(), "text": e.text} for e in missed],
        )
    if settlement.state not in TRANSITIONS[action].begins:
        state = SettlementState(settlement.state)
        raise Refused(
            _("这项考核现在是“%(state)s”，不能做这一步。") % {"state": state.label},
            code="wrong_state",
            state=state.value,
        )
