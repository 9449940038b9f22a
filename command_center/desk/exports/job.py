"""A filtered list of cases as a file, without a limit of rows; taking it away is an entry of the audit."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.filters import CaseFilter
from cases.queries.visibility import visible_to
from command_center.desk.exports.lines import for_lines, header, line_of
from command_center.desk.queues import BY_KEY, DEFAULT, Queue
from foundation.exports import ExportedTable, FileType, start_export
from foundation.models import Job
from foundation.tables.writing import Cell
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid
from organizations.actors import actor_of, address_of
from organizations.audit import record
from organizations.starters import starter_of
from organizations.visibility import scope_of

KIND = "export_cases"
_RIGHT = "cases.export"
_BATCH = 2_000


def begin(request: HttpRequest, *, now: datetime) -> Job:
    """The list as its address describes it, so that the worker reads what the page showed. Raises Invalid."""
    sent = {name: request.POST.get(name, "").strip() for name in ("queue", *CaseFilter.base_filters)}
    file_type = request.POST.get("file_type", FileType.XLSX)
    if file_type not in set(FileType):
        raise Invalid(_("文件格式只能是 xlsx 或 csv。"), errors=[FieldError("file_type", "unknown", file_type[:20])])
    wanted = {name: value for name, value in sent.items() if value}
    _chosen(wanted, Case.objects.all(), at=now)
    options = {"list": wanted, "file_type": str(file_type), "address": address_of(request)}
    title = _("案件 %(queue)s") % {"queue": _queue(wanted).name}
    return start_export(KIND, title=title, options=options, actor=actor_of(request), now=now)


def table_of(job: Job) -> ExportedTable:
    """The cases that the one who asked sees now and that were there when it was asked for, in the order of the page."""
    actor, at = starter_of(job, action=_RIGHT), job.created_at
    cases = _chosen(job.options["list"], visible_to(actor), at=at).filter(created_at__lte=at)
    order = _queue(job.options["list"]).orderings[0].name
    rows = _rows(for_lines(cases).order_by(order, "-pk" if order.startswith("-") else "pk"), actor, at)
    return ExportedTable(_("案件"), header(), rows, cases.count(), FileType(job.options["file_type"]))


def keep_trace(job: Job, rows: int, now: datetime) -> None:
    record(
        "cases.exported",
        actor=starter_of(job, action=_RIGHT),
        now=now,
        subject_kind="job",
        subject_id=job.pk,
        subject_label=job.title,
        after={"rows": rows, "filter": job.options["list"], "file_type": job.options["file_type"]},
        address=job.options["address"],
    )


def _queue(wanted: Mapping[str, str]) -> Queue:
    return BY_KEY.get(wanted.get("queue") or DEFAULT, BY_KEY[DEFAULT])


def _chosen(wanted: Mapping[str, str], cases: QuerySet[Case], *, at: datetime) -> QuerySet[Case]:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in wanted.items() if name != "queue"})
    asked = CaseFilter(query, cases.filter(_queue(wanted).condition(at)), now=at)
    if not asked.is_valid():
        wrong = [FieldError(name, "invalid", text) for name, texts in asked.errors.items() for text in texts]
        raise Invalid(_("筛选条件有误，没有导出。"), errors=wrong)
    return asked.qs


def _rows(cases: QuerySet[Case], actor: Actor, at: datetime) -> Iterator[list[Cell]]:
    """Read through a cursor of the server: memory stays the same however many there are."""
    sees_secret = scope_of(actor).all
    return (line_of(case, sees_secret=sees_secret, now=at) for case in cases.iterator(chunk_size=_BATCH))
