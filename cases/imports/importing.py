"""导入工单文件."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from cases.imports import mappings, memory
from cases.imports.batches import Batches
from cases.imports.columns import ColumnMap
from cases.imports.conveyor import Conveyor
from cases.imports.drafts import Draft, Refusal
from cases.imports.naming import CategoryNames
from cases.imports.notebook import Notebook
from cases.imports.reading import Reader
from cases.imports.results import ImportResult, Mode, Tally
from foundation.tables import BadRow, Row, Table, TableError, open_table, write_report
from kernel.actors import Actor
from kernel.times import local_date
from organizations.permissions import require

# Rows of one transaction: enough that committing costs nothing, few enough that a batch is seconds at worst.
BATCH = 1000
Progress = Callable[[int, float], None]


def import_orders(
    source_path: Path,
    *,
    mapping: str | None = None,
    mode: Mode,
    actor: Actor,
    now: datetime,
    dry_run: bool = False,
    progress: Progress | None = None,
    report_path: Path | None = None,
    file_name: str = "",
) -> ImportResult:
    """Brings in a file of orders, batch by batch: run again it changes nothing, stopped it goes on where it was.

    Rows that cannot come in are written to `report_path` with line, field and reason. `progress` is told after every
    batch how many rows and which share (0 to 1) of the file have been read; what it raises ends the import between two
    batches. `file_name` is what people call the file, where its path does not tell. Raises TableError (no table),
    Invalid (`unknown_header`, `missing_columns`), NotFound (no such mapping).
    """
    require(actor, "cases.import")
    tally, batches = Tally(), Batches(actor, now, (file_name or source_path.name)[:200], dry_run)
    with memory.collected_by_batch(), open_table(source_path) as table, closing(Notebook()) as notebook:
        reader = _reader(mappings.choose(mapping, table.header), table, mode=mode, now=now)
        drafts = _drafts(table, reader, notebook, tally)
        with closing(_in_step(drafts, batches)) as steps:
            for done in steps:
                tally.add(done)
                notebook.refuse(done.refusals)
                memory.collect()
                if progress is not None:
                    progress(tally.read, table.share_read)
        written = _report(notebook, report_path) if tally.refused else None
    return tally.result(mapping=reader.mapping.name, report_path=written)


def _reader(columns: ColumnMap, table: Table, *, mode: Mode, now: datetime) -> Reader:
    names = CategoryNames(local_date(now))
    with_endings = mode == Mode.HISTORY
    return Reader(mapping=columns, header=table.header, categories=names, now=now, with_endings=with_endings)


def _in_step(drafts: Iterator[Draft], batches: Batches) -> Generator[Tally, None, None]:
    """What each batch did; while one is written the next is read and prepared."""
    with Conveyor[Tally]() as conveyor:
        while rows := list(islice(drafts, BATCH)):
            done = conveyor.put(partial(batches.bring_in, batches.prepare(rows)))
            if done is not None:
                yield done
        if (last := conveyor.end()) is not None:
            yield last


def _drafts(table: Table, reader: Reader, notebook: Notebook, tally: Tally) -> Iterator[Draft]:
    """The rows that can become orders; all others are noted and counted on the way."""
    for row in rows_of(table):
        tally.read += 1
        draft = _refused(row) if isinstance(row, BadRow) else reader.read(row.line, row.cells)
        if isinstance(draft, Draft):
            met = notebook.meet(draft)
            if met is None:
                yield draft
                continue
            if met.is_same:
                tally.unchanged += 1
                continue
            reason = _("与第 %d 行的工单号相同而内容不同") % met.line
            draft = [Refusal(draft.line, "、".join(reader.columns("order_no")), reason)]
        tally.refused += 1
        notebook.refuse(draft)


def rows_of(table: Table) -> Iterator[Row | BadRow]:
    """The rows; where the file cannot be read any further, that is its last."""
    try:
        yield from table
    except TableError as error:
        yield BadRow(error.line or 0, "", _("%s 此行及以后各行没有读入。") % error.message)


def _refused(row: BadRow) -> list[Refusal]:
    return [Refusal(row.line, row.field, row.reason)]


def _report(notebook: Notebook, path: Path | None) -> Path | None:
    if path is None:
        return None
    write_report(path, [_("行号"), _("字段"), _("原因")], notebook.refusals(), sheet=_("未导入的行"))
    return path
