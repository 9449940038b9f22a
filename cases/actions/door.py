"""The one door through which a case changes.

Every action opens it, says what changes and what to write into the course, and leaves: row lock, guard, named
columns, version, events and the outbox row are one transaction. Lock order everywhere: case → clocks.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.alone import stand_alone
from cases.actions.ending import end_application, end_open_work, part_from_main
from cases.actions.whose import require_theirs
from cases.actions.write_change import write_change
from cases.models import Case, CaseEvent
from cases.queries.case_rows import lock_case, lock_with_companions
from cases.queries.companions import Companions
from cases.queries.editions import one_edition
from cases.queries.seeing import require_sight
from cases.queries.visibility import seeing_without_a_part
from cases.states import MERGEABLE, TERMINAL, TRANSITIONS, By, State, may_act
from kernel.actors import Actor
from kernel.errors import NotFound, Refused, StaleVersion
from kernel.texts import mask_numbers
from notices.outbox import OutboxRow, append_many
from organizations.permissions import require

# What a column says of a state alone goes with it.
_LEFT_BEHIND: Mapping[str, str] = {State.SHELVED: "shelved_until", State.CALLBACK: "call_after"}
# Where something may wait for the centre's decision.
_WITH_APPLICATION = frozenset({State.HANDLING, State.RETURN_REQUESTED})


@dataclass(slots=True)
class Change:
    """One action at work on one locked case; `around` is what was around it when the door opened."""

    case: Case
    around: Companions
    action: str
    actor: Actor
    now: datetime
    _columns: set[str] = field(default_factory=set)
    _events: list[CaseEvent] = field(default_factory=list)
    _seen_by: frozenset[int] = field(init=False)
    _answer: str = ""

    def __post_init__(self) -> None:
        self._seen_by = self._seeing(party.organization_id for party in self.around.parties)

    def set(self, **columns: Any) -> None:
        """Writes these columns when the door closes."""
        for name, value in columns.items():
            setattr(self.case, name, value)
        self._columns.update(columns)

    def to(self, state: State, **columns: Any) -> None:
        """Leads the case to `state`, which the table must allow for this action. What waits for a decision on the
        step it leaves ends undecided. What had followed another case and is worked on again is a case of its own."""
        if state not in TRANSITIONS[self.action].targets:
            raise ValueError(f"{self.action} does not lead to {state}")
        if state in TERMINAL:
            end_open_work(self.case, now=self.now)
        elif state != self.case.state and self.case.state in _WITH_APPLICATION and self.around.waiting is not None:
            end_application(self.case, now=self.now)
        if state != self.case.state and self.case.state in _LEFT_BEHIND:
            self.set(**{_LEFT_BEHIND[self.case.state]: None})
        self._answer = _answer(self.case.state, state) or self._answer
        if self.case.merged_into is not None and state in MERGEABLE:
            part_from_main(self.case, actor=self.actor, now=self.now)
            columns |= {"merged_into": None, **stand_alone(self.case, self.case.merged_into, now=self.now)}
        self.set(state=state, **columns)

    def event(self, kind: str, text: str, **data: Any) -> None:
        """Appends one line to the course, numbers masked; `data` must hold nothing that tells who the requester is."""
        self._events.append(event_of(self.case, kind, text, data, actor=self.actor, now=self.now))

    def save(self) -> None:
        self.case.version += 1
        for event in self._events:
            event.version = self.case.version
        parties = write_change(self.case, {*self._columns, "version"}, self._events)
        append_many(self._news(self._seeing(parties)), now=self.now)

    def _seeing(self, parties: Iterable[int]) -> frozenset[int]:
        return frozenset(seeing_without_a_part([self.case])[self.case.pk]).union(parties)

    def _news(self, audience: frozenset[int]) -> list[OutboxRow]:
        """One for each event, to whoever sees the case now; who sees it no more is told so once, with the last."""
        no, last = self.case.case_no, len(self._events) - 1
        left = self._seen_by - audience
        news = [
            OutboxRow(f"case.{e.kind}", "case", no, e.version, audience, left=left if n == last else ())
            for n, e in enumerate(self._events)
        ]
        return news + self._answers()

    def _answers(self) -> list[OutboxRow]:
        """What answers the order goes to its sender alone, by the number the sender gave it."""
        if not self._answer or self.case.sender_id is None:
            return []
        return [OutboxRow(self._answer, "order", self.case.order_no, self.case.version, {self.case.sender_id})]


def _answer(before: str, state: State) -> str:
    """What a step means to the sender of the order: a reply is there, or its end. A reviewed reply is no second one."""
    if state in TERMINAL:
        return "order.closed"
    is_reply = state == State.REPLIED or (state == State.CALLBACK and before != State.REPLIED)
    return "order.replied" if is_reply else ""


def event_of(case: Case, kind: str, text: str, data: dict[str, Any], *, actor: Actor, now: datetime) -> CaseEvent:
    """One line of the course, not yet saved, with the case's version as it stands."""
    return CaseEvent(
        case_id=case.pk,
        kind=kind,
        at=now,
        actor_key=actor.key,
        actor_label=actor.label,
        text=mask_numbers(text)[:500],
        data=data,
        version=case.version,
    )


@contextmanager
def open_door(
    case_id: int, *, action: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Iterator[Change]:
    """Locks the case, checks right, sight, version, state and part, and saves what the block says; an error inside
    undoes it all.

    Raises NotAllowed (no right, or not the actor's to do), NotFound (for who sees it no more, too), StaleVersion,
    Refused `wrong_state`, `merged`.
    """
    require(actor, f"cases.{action}")
    # The edition inside: who changed a rule waits for the transactions that may know the one before.
    with transaction.atomic(), one_edition():
        found = lock_with_companions(case_id)
        if found is None:
            raise NotFound(_("没有这件案件。"))
        case, around = found
        by = TRANSITIONS[action].by
        if by != By.SENDER:  # whose own rule says nothing of the case, and no more than that the number is taken
            require_sight(case, around, actor=actor)
        check_version(case, expected_version)
        _require_state(case, action)
        require_theirs(case, by, around, actor=actor)
        change = Change(case=case, around=around, action=action, actor=actor, now=now)
        yield change
        change.save()


def _require_state(case: Case, action: str) -> None:
    state = State(case.state_for(action))
    if not may_act(action, state):
        raise Refused(
            _("案件现在是“%(state)s”，不能做这一步。请刷新后再看。") % {"state": state.label},
            code="wrong_state",
            state=state.value,
        )
    if case.merged_into_id is not None and case.is_following and not TRANSITIONS[action].while_merged:
        main = Case.objects.only("case_no").get(pk=case.merged_into_id)
        raise Refused(
            _("此件已并入 %(main)s，请在主案件上办理，或先拆案。") % {"main": main.case_no},
            code="merged",
            main=main.case_no,
        )


def locked(case_id: int) -> Case | None:
    """The case under its lock, with the areas and the lead that everybody asks for."""
    return lock_case(case_id)


def check_version(case: Case, expected: int | None) -> None:
    """Refuses a caller who saw an older version, and says what changed since."""
    if expected is None or expected == case.version:
        return
    missed = case.events.filter(version__gt=expected).order_by("id")
    raise StaleVersion(
        _("案件刚被他人更改，请看过变化后再办。"),
        current=case.version,
        changes=[{"version": e.version, "at": e.at.isoformat(), "by": e.actor_label, "text": e.text} for e in missed],
    )
