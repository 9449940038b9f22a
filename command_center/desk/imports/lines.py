"""One import as the pages show it: the job, and what its numbers mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.imports.job import KIND
from cases.models import Source
from command_center.desk.imports.words import MODES, TAGS
from foundation.models import Job
from foundation.states import JobState
from grid.queries import Precision
from kernel.actors import Actor
from kernel.errors import NotFound


def imports_of(actor: Actor) -> QuerySet[Job]:
    """The imports of the actor's organization; nobody's for whoever belongs to none."""
    return Job.objects.filter(kind=KIND, organization_id=actor.organization_id, organization_id__isnull=False)


def import_of(job_id: int, *, actor: Actor) -> Job:
    """NotFound for what is not there and for what is another organization's."""
    job = imports_of(actor).filter(pk=job_id).first()
    if job is None:
        raise NotFound(_("没有这次导入，或不是贵单位的。"))
    return job


@dataclass(frozen=True, slots=True)
class Line:
    """`percent` is None while nobody knows how much there is; `may_cancel` for whoever began it."""

    job: Job
    may_cancel: bool

    @property
    def mode(self) -> Promise | str:
        return MODES.get(self.job.options.get("mode", ""), "")

    @property
    def is_trial(self) -> bool:
        return bool(self.job.options.get("dry_run"))

    @property
    def tag(self) -> str:
        return TAGS.get(self.job.state, "")

    @property
    def percent(self) -> int | None:
        job = self.job
        return min(100, 100 * job.done // job.total) if job.total else None

    @property
    def is_done(self) -> bool:
        return self.job.state == JobState.DONE

    @property
    def was_interrupted(self) -> bool:
        return self.job.attempts > 1

    @property
    def counts(self) -> Sequence[tuple[str, int]]:
        """What became of the rows, in words; empty until it is done."""
        result = self.job.result
        words = {
            "read": _("读入"),
            "created": _("新增"),
            "updated": _("更改"),
            "unchanged": _("未变"),
            "refused": _("未导入"),
        }
        return [(word, result[name]) for name, word in words.items()] if self.is_done else []

    @property
    def located(self) -> Sequence[tuple[str, int]]:
        """How closely the new cases could be located, the closest first."""
        found: dict[str, int] = self.job.result.get("by_precision", {})
        names = {one.value: str(one.label) for one in Precision} | {"outside": _("其中区外")}
        return [(word, found[name]) for name, word in names.items() if found.get(name)]

    @property
    def refusals(self) -> Sequence[Sequence[str]]:
        rows: Sequence[Sequence[str]] = self.job.result.get("refusals", [])
        return rows

    @property
    def has_report(self) -> bool:
        path = self.job.report_path
        return path is not None and path.is_file()

    @property
    def source(self) -> tuple[str, str] | None:
        """Code and name of where all rows came from; None where each row said so itself."""
        code: Any = self.job.result.get("source")
        return (code, str(Source(code).label)) if code in Source.values else None


def line_of(job: Job, *, actor: Actor) -> Line:
    return Line(job, may_cancel=job.is_open and job.actor_key == actor.key)
