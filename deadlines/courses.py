"""The courses of many clocks, read from their rows and what stands beside them: three statements a batch."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Q

from deadlines.arithmetic import Pause
from deadlines.firings import Course, Stretch
from deadlines.limits import Counting, counting_of
from deadlines.models import Clock
from deadlines.registry import pause_model, stretch_model
from organizations.models import Organization

_BATCH = 2000
_FOREVER = datetime.max.replace(tzinfo=UTC)


class Row(NamedTuple):
    """The columns of a clock that its course needs."""

    id: int
    kind: str
    urgency: str
    started_at: datetime
    recorded_at: datetime
    due_at: datetime
    limit_kind: str
    stopped_at: datetime | None
    term: int
    holder: int
    calendar: str

    @property
    def began_at(self) -> datetime:
        """From when a sweep could see it."""
        return max(self.started_at, self.recorded_at)


@dataclass(frozen=True, slots=True)
class ReadCourse:
    """A course, the clock it belongs to, and who holds it now."""

    clock_id: int
    organization_kind: str
    course: Course


def courses(clock_model: type[Clock], about: Q) -> Iterator[list[ReadCourse]]:
    """The clocks that `about` names, in batches by id. Clocks written after the fact, all over by then, are left out:
    no sweep ever saw them run."""
    kinds = dict(Organization.objects.values_list("pk", "kind"))
    last = 0
    while rows := list(_rows(clock_model, about, after=last)):
        last = rows[-1].id
        seen = [row for row in rows if row.stopped_at is None or row.stopped_at > row.began_at]
        ids = [row.id for row in seen]
        former, pauses = _former(clock_model, ids, kinds), _pauses(clock_model, ids)
        yield [_course(row, former.get(row.id, []), pauses.get(row.id, []), kinds) for row in seen]


def _rows(clock_model: type[Clock], about: Q, *, after: int) -> Iterator[Row]:
    rows = clock_model._default_manager.filter(about, pk__gt=after).order_by("pk")
    return (Row(*values) for values in rows.values_list(*Row._fields)[:_BATCH])


def _course(row: Row, former: list[Stretch], pauses: list[Pause], kinds: Mapping[int, str]) -> ReadCourse:
    since, stretches = row.began_at, []
    for one in former:
        stretches.append(replace(one, since=since))
        since = max(since, one.until or since)
    kind, counting = kinds[row.holder], counting_of(row.limit_kind)
    stretches.append(Stretch(since, row.stopped_at, row.term, row.due_at, counting, kind, row.calendar))
    return ReadCourse(
        row.id, kind, Course(row.kind, row.urgency, row.started_at, tuple(stretches), tuple(sorted(pauses)))
    )


def _former(clock_model: type[Clock], ids: Collection[int], kinds: Mapping[int, str]) -> dict[int, list[Stretch]]:
    """How they stood before each change, in its order; where a stretch began, the one before it ended."""
    model = stretch_model(clock_model)
    found: dict[int, list[Stretch]] = defaultdict(list)
    columns = ("clock", "until", "term", "due_at", "counting", "holder", "calendar")
    rows: Any = model._default_manager.filter(clock__in=ids).order_by("id").values_list(*columns) if model else ()
    for clock, until, term, due_at, counting, holder, calendar in rows:
        found[clock].append(Stretch(until, until, term, due_at, Counting(counting), kinds[holder], calendar))
    return found


def _pauses(clock_model: type[Clock], ids: Collection[int]) -> dict[int, list[Pause]]:
    """With those that are still open."""
    model = pause_model(clock_model)
    found: dict[int, list[Pause]] = defaultdict(list)
    rows: Any = model._default_manager.filter(clock__in=ids) if model else None
    for clock, start, end in rows.values_list("clock", "paused_at", "resumed_at") if model else ():
        found[clock].append(Pause(start, end or _FOREVER))
    return found
