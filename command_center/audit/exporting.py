"""The entries that a filter finds as a workbook, without a limit; taking them away is itself an entry."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from command_center.audit.filters import AuditFilter
from command_center.audit.lines import line_of
from foundation.exports import ExportedTable, start_export
from foundation.models import Job
from foundation.tables.writing import Cell
from kernel.times import local_date
from organizations.actors import actor_of, address_of
from organizations.audit import record
from organizations.models import AuditEntry
from organizations.starters import starter_of

KIND = "export_audit"
_BATCH = 2_000


def begin(request: HttpRequest, asked: AuditFilter, *, now: datetime) -> Job:
    """The filter as it was sent, so that the worker reads it as the page did."""
    sent = {name: str(asked.data.get(name, "")) for name in asked.fields}
    options = {"filter": sent, "address": address_of(request)}
    title = _("审计记录 %(day)s") % {"day": f"{local_date(now):%Y-%m-%d}"}
    return start_export(KIND, title=title, options=options, actor=actor_of(request), now=now)


def table_of(job: Job) -> ExportedTable:
    """What stood in the audit when it was asked for, newest first."""
    starter_of(job, action="organizations.export_auditentry")
    entries = AuditFilter(job.options["filter"]).entries().filter(at__lte=job.created_at)
    return ExportedTable(_("审计记录"), _header(), _rows(entries.order_by("-at", "-pk")), entries.count())


def keep_trace(job: Job, rows: int, now: datetime) -> None:
    record(
        "audit.exported",
        actor=starter_of(job, action="organizations.export_auditentry"),
        now=now,
        subject_kind="audit",
        subject_id=job.pk,
        after={"rows": rows, "filter": {name: value for name, value in job.options["filter"].items() if value}},
        address=job.options["address"],
    )


def _header() -> list[str]:
    return [_("时间"), _("事项"), _("操作者"), _("操作者标识"), _("对象"), _("对象标识"), _("变更前"), _("变更后"),
            _("理由"), _("网络地址")]  # fmt: skip


def _rows(entries: QuerySet[AuditEntry]) -> Iterator[list[Cell]]:
    for entry in entries.iterator(chunk_size=_BATCH):
        line = line_of(entry)
        yield [entry.at, line.kind, entry.actor_label, entry.actor_key, entry.subject_label, entry.subject_id,
               line.before, line.after, entry.reason, entry.address]  # fmt: skip
