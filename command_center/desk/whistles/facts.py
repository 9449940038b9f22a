"""Everything the whistle's page shows, read once, however many departments are called."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Value

from cases.queries.editions import one_edition
from command_center.desk.whistles.files import Files, files_of
from command_center.desk.whistles.lines import Line, lines_of
from command_center.desk.whistles.reading import summonses_of, visible_whistle
from command_center.desk.whistles.standing import number_of_comers
from command_center.desk.whistles.steps import WHISTLE_STEPS, Step
from enforcement.actions.allowed import allowed_on_whistle
from enforcement.models import SiteRecord, Summons, SummonsEvent, Whistle, WhistleEvent
from enforcement.states import SummonsState
from foundation.models import Attachment
from kernel.actors import Actor


@dataclass(slots=True)
class Record:
    """One entry of the time line of the spot, with its photos and documents."""

    record: SiteRecord
    files: list[Attachment]


@dataclass(slots=True)
class WhistleFacts:
    """`course` is the whole story, newest first: the whistle's own lines and those of the summonses one sees."""

    whistle: Whistle
    lines: list[Line]
    records: list[Record]
    course: list[dict[str, Any]]
    files: Files
    steps: list[Step]
    links: frozenset[str]
    is_street: bool
    came: int
    rated: int
    now: datetime

    def line_of(self, summons: Summons) -> Line | None:
        return next((line for line in self.lines if line.summons.pk == summons.pk), None)


def facts_of(number: str, *, actor: Actor, now: datetime) -> WhistleFacts:
    """Raises NotFound for what is not there or not the actor's."""
    with one_edition():
        whistle = visible_whistle(number, actor=actor)
        summonses = summonses_of(whistle, actor=actor)
        lines = lines_of(summonses, actor=actor, now=now)
        called = [one.department_id for one in summonses if one.state != SummonsState.EXCUSED]
        allowed = allowed_on_whistle(whistle, actor=actor, called=called)
        records = list(SiteRecord.objects.filter(summons__in=summonses).order_by("-at", "-id"))
        files = files_of(whistle, summonses)
    return WhistleFacts(
        whistle=whistle,
        lines=lines,
        records=told(records, summonses, files),
        course=_course(whistle, summonses),
        files=files,
        steps=[WHISTLE_STEPS[name] for name in allowed if name in WHISTLE_STEPS and _makes_sense(name, lines)],
        links=frozenset(allowed) & {"summon_more", "repeat"},
        is_street=actor.organization_id == whistle.office_id,
        came=number_of_comers(summonses),
        rated=sum(one.state == SummonsState.RATED for one in summonses),
        now=now,
    )


def _makes_sense(name: str, lines: list[Line]) -> bool:
    """A department judges a whistle once."""
    return name != "feedback" or not any(line.feedback for line in lines)


def told(records: list[SiteRecord], summonses: list[Summons], files: Files) -> list[Record]:
    """Each with its department and its files, without asking again."""
    by_id = {one.pk: one for one in summonses}
    for row in records:
        row.summons = by_id[row.summons_id]
    return [Record(row, files.records[row.pk]) for row in records]


def _course(whistle: Whistle, summonses: list[Summons]) -> list[dict[str, Any]]:
    """Both courses in one statement."""
    names = ("id", "kind", "at", "actor_label", "text", "of")
    own = WhistleEvent.objects.filter(whistle=whistle).annotate(of=Value("")).order_by().values(*names)
    theirs = SummonsEvent.objects.filter(summons__in=summonses).annotate(of=F("summons__department__short_name"))
    return list(own.union(theirs.order_by().values(*names), all=True).order_by("-at", "-id"))
