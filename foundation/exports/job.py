"""An export as a job: any number of rows, in bounded memory, with progress."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from foundation.actions.start_job import start_job
from foundation.jobs import Progress, register
from foundation.models import Job
from foundation.queries.jobs import own_job
from foundation.states import JobState
from foundation.tables.writing import Cell, write_csv, write_report
from kernel.actors import Actor
from kernel.errors import NotFound

KEPT = timedelta(days=1)
"""What was exported rests in clear, so that it does not rest long."""


class FileType(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """`rows` is read once, while it is written; `name` is that of sheet and file, `total` what it counts to."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    total: int | None = None
    file_type: FileType = FileType.XLSX


TableOf = Callable[[Job], ExportedTable]
OnWritten = Callable[[Job, int, datetime], None]


def register_export(kind: str, table_of: TableOf, *, on_written: OnWritten) -> None:
    """Called by an app's `ready()`. `table_of` asks whether the one who began it still may; `on_written` is told the
    number of rows and leaves the trace. A worker that is lost in between begins anew: told twice, never not at all."""

    def run(job: Job, progress: Progress) -> Mapping[str, Any]:
        table = table_of(job)
        written = _write(table, progress.report_path(f"{table.name}.{table.file_type}"), _counted(table, progress))
        on_written(job, written, progress.now())
        progress(written, written)
        return {"rows": written}

    register(kind, run)


def start_export(kind: str, *, title: str, options: Mapping[str, Any], actor: Actor, now: datetime) -> Job:
    """Writes down what is asked for; the worker writes the file, which is removed a day later."""
    return start_job(kind, title=title, options=options, kept=KEPT, actor=actor, now=now)


def file_of_export(job_id: int, *, kind: str, actor: Actor) -> tuple[Job, BinaryIO]:
    """The finished file of one's own export, open. Raises NotFound for others', and for one that is gone."""
    job = own_job(job_id, actor=actor)
    path = job.report_path if job.kind == kind and job.state == JobState.DONE else None
    try:
        if path is not None:
            return job, path.open("rb")
    except FileNotFoundError:
        pass
    raise NotFound(_("没有这个文件，或者它已过保存期。"))


def _write(table: ExportedTable, path: Path, rows: Iterator[Sequence[Cell]]) -> int:
    if table.file_type == FileType.CSV:
        return write_csv(path, table.columns, rows)
    return write_report(path, table.columns, rows, sheet=table.name)


def _counted(table: ExportedTable, progress: Progress) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(table.rows, start=1):
        progress(number, table.total)
        yield row
