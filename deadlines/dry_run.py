"""What a ladder would have done in the days before: how often, and on which cases. Nothing is written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import cast

from django.db.models import ForeignKey, Q

from deadlines.courses import ReadCourse, courses
from deadlines.firings import Firing, firings
from deadlines.ladder import Ladder, Rung
from deadlines.models import Clock
from deadlines.registry import escalation_model
from deadlines.rules import TimeRules
from kernel.times import local_date

DAYS = 30
# So many are listed one by one; the counts hold for all.
LISTED = 200


@dataclass(frozen=True, slots=True)
class RungSet:
    """The rungs of one kind of clock, urgency and kind of organization: what is drafted and judged as a whole."""

    clock_kind: str
    urgency: str = ""
    organization_kind: str = ""

    def holds(self, rung: Rung) -> bool:
        return (rung.clock_kind, *rung.key) == (self.clock_kind, self.urgency, self.organization_kind)

    def drafted(self, ladder: Ladder, rungs: Sequence[Rung]) -> Ladder:
        """The ladder with these rungs in place of its own of this set, from the beginning of time."""
        others = tuple(rung for rung in ladder.rungs if not self.holds(rung))
        return Ladder(others + tuple(replace(rung, valid_from=date.min, valid_to=None) for rung in rungs))


@dataclass(frozen=True, slots=True)
class Listed:
    """One firing as people read it: which case, which rung, when."""

    subject: str
    rung: Rung
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a rung would have fired, and how often one of its number really did on the same clocks."""

    number: int
    name: str
    would_fire: int
    recorded: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """`clocks` are those that the set holds for."""

    since: datetime
    clocks: int
    tallies: tuple[Tally, ...]
    listed: tuple[Listed, ...]

    @property
    def total(self) -> int:
        """Firings of all rungs."""
        return sum(tally.would_fire for tally in self.tallies)


def would_fire(
    clock_model: type[Clock], *, rules: TimeRules, since: datetime, now: datetime
) -> Iterator[tuple[int, Firing]]:
    """Every firing of [since, now] by the ladder in force, with the id of its clock, clock by clock."""
    for batch in courses(clock_model, _alive_since(since)):
        for one in batch:
            within = _within(one, rules.ladder, rules, since=since, now=now)
            yield from ((one.clock_id, firing) for firing in within)


def dry_run(
    clock_model: type[Clock], rung_set: RungSet, rungs: Sequence[Rung], *, rules: TimeRules, now: datetime
) -> DryRun:
    """These rungs as the whole set, over the clocks of the last thirty days, beside what was recorded."""
    since = now - timedelta(days=DAYS)
    counted = _Counted(clock_model, rung_set, rung_set.drafted(rules.ladder, rungs), rules, since, now)
    for batch in courses(clock_model, _alive_since(since) & _about(rung_set)):
        counted.add(batch)
    names = {rung.number: rung.name for rung in rungs}
    numbers = sorted(names.keys() | counted.recorded.keys())
    tallies = (Tally(n, names.get(n, ""), counted.fired[n], counted.recorded[n]) for n in numbers)
    return DryRun(since, counted.clocks, tuple(tallies), tuple(_in_words(clock_model, counted.listed)))


@dataclass
class _Counted:
    """What came of the batches so far."""

    clock_model: type[Clock]
    rung_set: RungSet
    ladder: Ladder
    rules: TimeRules
    since: datetime
    now: datetime
    clocks: int = 0
    fired: Counter[int] = field(default_factory=Counter)
    recorded: Counter[int] = field(default_factory=Counter)
    listed: list[tuple[int, Firing]] = field(default_factory=list)

    def add(self, batch: Sequence[ReadCourse]) -> None:
        ours = [one for one in batch if self._holds_for(one)]
        self.clocks += len(ours)
        for one in ours:
            within = _within(one, self.ladder, self.rules, since=self.since, now=self.now)
            found = [firing for firing in within if self.rung_set.holds(firing.rung)]
            self.fired.update(firing.rung.number for firing in found)
            self.listed += [(one.clock_id, firing) for firing in found[: max(LISTED - len(self.listed), 0)]]
        ids = [one.clock_id for one in ours]
        really = escalation_model(self.clock_model)._default_manager.filter(clock__in=ids)
        within_days = really.filter(claimed_at__gte=self.since, claimed_at__lte=self.now)
        self.recorded.update(within_days.values_list("rung", flat=True))

    def _holds_for(self, one: ReadCourse) -> bool:
        """Whether the set is the one that holds for the clock with its present holder."""
        course = one.course
        rungs = self.ladder.rungs_for(
            course.clock_kind,
            urgency=course.urgency,
            organization_kind=one.organization_kind,
            on=local_date(course.started_at),
        )
        return any(self.rung_set.holds(rung) for rung in rungs)


def _in_words(clock_model: type[Clock], listed: Sequence[tuple[int, Firing]]) -> Iterator[Listed]:
    """In order of time, with the name of each case: two statements however many."""
    subject = clock_model.subject_field
    ids = {clock_id for clock_id, _firing in listed}
    of_clock = dict(clock_model._default_manager.filter(pk__in=ids).values_list("pk", f"{subject}_id"))
    related = cast(ForeignKey, clock_model._meta.get_field(subject)).related_model
    subjects = related._default_manager.in_bulk(set(of_clock.values()))
    for clock_id, firing in sorted(listed, key=lambda each: each[1].fires_at):
        yield Listed(str(subjects[of_clock[clock_id]]), firing.rung, firing.due_at)


def _alive_since(since: datetime) -> Q:
    return Q(stopped_at__isnull=True) | Q(stopped_at__gte=since)


def _about(rung_set: RungSet) -> Q:
    about = Q(kind=rung_set.clock_kind)
    return about & Q(urgency=rung_set.urgency) if rung_set.urgency else about


def _within(one: ReadCourse, ladder: Ladder, rules: TimeRules, *, since: datetime, now: datetime) -> Iterator[Firing]:
    found = firings(one.course, ladder, rules.calendar_of, now=now)
    return (firing for firing in found if firing.fires_at >= since)
