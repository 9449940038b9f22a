"""The one door through which a whistle and its summonses change.

Every action opens it, says what changes and what to write into the courses, and leaves: row locks, guards, columns,
versions, events, outbox rows and what the case is told are one transaction. Lock order everywhere: case → whistle →
summons → clocks. Where the whistle stands follows from its summonses and is moved here.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import door as case_door
from enforcement.actions.case_link import tell_case
from enforcement.actions.course import Part, save_together, summons_part, whistle_part
from enforcement.actions.whose import require_theirs
from enforcement.models import Summons, Whistle
from enforcement.queries.visibility import audience_of, watchers_of
from enforcement.rules.assembling import follows, somebody_came
from enforcement.states import SUMMONS_TRANSITIONS, WHISTLE_TRANSITIONS, WhistleState, works_for
from kernel.actors import Actor
from kernel.errors import NotFound, Refused, StaleVersion
from notices.outbox import OutboxRow, append_many
from organizations.permissions import require


@dataclass(slots=True)
class Change:
    """One action at work on one locked whistle and those of its summonses it touches.

    `standing` holds department and state of every summons, by its key, as they were when the door opened; `watchers`
    see all of it.
    """

    whistle: Whistle
    action: str
    actor: Actor
    now: datetime
    standing: dict[int, tuple[int, str]]
    head: Part = field(init=False)
    parts: dict[int, Part] = field(default_factory=dict)
    watchers: set[int] = field(init=False)
    _seen_by: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.head = whistle_part(self.whistle, actor=self.actor, now=self.now)
        self.watchers = watchers_of(self.whistle)
        self._seen_by = audience_of(self.watchers, self.standing.values())

    def lock(self, states: Collection[str]) -> list[Part]:
        """The summonses in these states, locked in the order of their keys, to act upon."""
        asked = [pk for pk, (_department, state) in self.standing.items() if state in states]
        rows = Summons.objects.select_for_update(of=("self",)).select_related("department").filter(pk__in=asked)
        return [self.take(summons) for summons in rows.order_by("pk")]

    def take(self, summons: Summons) -> Part:
        """A summons whose row is locked, or that was just made, comes into play."""
        summons.whistle = self.whistle
        part = summons_part(summons, actor=self.actor, now=self.now)
        self.parts[summons.pk] = part
        return part

    def called(self) -> list[tuple[int, str]]:
        """Department and state of every summons as they stand now."""
        now = {pk: (part.row.department_id, part.row.state) for pk, part in self.parts.items()}
        return list((self.standing | now).values())

    def save(self) -> None:
        self._follow()
        self.head.save()
        save_together(list(self.parts.values()))
        append_many(self._news(), now=self.now)
        tell_case(self.whistle, [state for _department, state in self.called()], actor=self.actor, now=self.now)

    def _follow(self) -> None:
        """The system's own step, with its moment and its line."""
        called = [state for _department, state in self.called()]
        step = follows(self.whistle.state, called)
        if step is None:
            self._met(called)
            return
        name, state = step
        moment = {"assemble": "first_signed_at", "arrive": "on_site_at", "finish": "finished_at"}.get(name)
        words = {
            "assemble": _("首家部门签收，开始集结"),
            "arrive": _("首家部门报到，现场处置开始"),
            "finish": _("各部门均已反馈、免除或解除，待街道评价"),
            "go_on": _("继续现场处置"),
        }
        self.head.to(state, by=name, **({moment: self.now} if moment else {}))
        self.head.event(str(state), words[name])

    def _met(self, called: Collection[str]) -> None:
        """Who stands on site though nobody came yet was led there by more departments; the first who comes is told."""
        if self.whistle.state == WhistleState.ON_SITE and self.whistle.on_site_at is None and somebody_came(called):
            self.head.set(on_site_at=self.now)
            self.head.event(str(WhistleState.ON_SITE), _("首家部门报到，现场处置开始"))

    def _news(self) -> list[OutboxRow]:
        """Of the head to all who are called; of a summons to its department, the street and the centre alone. Whoever
        is called no more is told that the whistle left its sight."""
        audience = audience_of(self.watchers, self.called())
        gone = self._seen_by - audience
        news = self.head.news(audience, left=gone)
        if gone and not news:
            row = self.whistle
            news = [OutboxRow("whistle.left", "whistle", row.number, row.version, (), left=gone)]
        for part in self.parts.values():
            news += part.news(self.watchers | {part.row.department_id})
        return news


@contextmanager
def open_whistle(
    whistle_id: int, *, action: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Iterator[Change]:
    """Locks the whistle, checks right, version, state and part, and saves what the block says; an error inside undoes
    it all.

    Raises NotAllowed (no right, or not the actor's to do), NotFound, StaleVersion, Refused `wrong_state`.
    """
    require(actor, f"enforcement.{action}")
    with transaction.atomic():
        change = _change(whistle_id, action=action, actor=actor, now=now)
        whistle = change.whistle
        check_version(whistle, expected_version)
        _require_state(whistle, WHISTLE_TRANSITIONS[action].begins)
        called = [department for department, _state in change.standing.values()]
        require_theirs(WHISTLE_TRANSITIONS[action].by, whistle, actor=actor, called=called)
        yield change
        change.save()


@contextmanager
def open_summons(
    summons_id: int, *, action: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Iterator[tuple[Change, Part]]:
    """The same for one summons: its whistle is locked first and must be at work, neither over nor (but for what
    the district and the street decide about an objection) suspended."""
    require(actor, f"enforcement.{action}")
    with transaction.atomic():
        known = Summons.objects.filter(pk=summons_id).values_list("whistle", flat=True).first()
        if known is None:
            raise NotFound(_("没有这张哨单。"))
        change = _change(known, action=action, actor=actor, now=now)
        rows = Summons.objects.select_for_update(of=("self",)).select_related("department")
        part = change.take(rows.get(pk=summons_id))
        check_version(part.row, expected_version)
        require_theirs(SUMMONS_TRANSITIONS[action].by, change.whistle, actor=actor, summons=part.row)
        _require_state(change.whistle, works_for(action))
        _require_state(part.row, SUMMONS_TRANSITIONS[action].begins)
        yield change, part
        change.save()


def locked_whistle(whistle_id: int) -> Whistle:
    """The whistle under its lock, its case's before it: the order of locks everywhere. Raises NotFound."""
    case = Whistle.objects.filter(pk=whistle_id).values_list("case", flat=True).first()
    if case is not None:
        case_door.locked(case)
    rows = Whistle.objects.select_for_update(of=("self",)).select_related("office")
    whistle = rows.filter(pk=whistle_id).first()
    if whistle is None:
        raise NotFound(_("没有这个哨。"))
    return whistle


def _change(whistle_id: int, *, action: str, actor: Actor, now: datetime) -> Change:
    whistle = locked_whistle(whistle_id)
    standing = Summons.objects.filter(whistle=whistle).values_list("pk", "department", "state")
    return Change(whistle, action, actor, now, {pk: (department, state) for pk, department, state in standing})


def _require_state(row: Whistle | Summons, states: Collection[str]) -> None:
    if row.state in states:
        return
    told = {"state": row.get_state_display()}
    if isinstance(row, Summons):
        message = _("哨单现在是“%(state)s”，不能做这一步。请刷新后再看。") % told
    elif row.state == WhistleState.SUSPENDED:
        message = _("此哨已中止，恢复后再办。")
    else:
        message = _("此哨现在是“%(state)s”，不能做这一步。请刷新后再看。") % told
    raise Refused(message, code="wrong_state", state=row.state)


def check_version(row: Whistle | Summons, expected: int | None) -> None:
    """Refuses a caller who saw an older version, and says what changed since."""
    if expected is None or expected == row.version:
        return
    missed = row.events.filter(version__gt=expected).order_by("id")
    raise StaleVersion(
        _("刚被他人更改，请看过变化后再办。"),
        current=row.version,
        changes=[{"version": e.version, "at": e.at.isoformat(), "by": e.actor_label, "text": e.text} for e in missed],
    )
