"""导入市级回访结果."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cases.actions.callback import callback
from cases.actions.record_callback import record_callback
from cases.imports.callback_reading import Call, columns_of, read_call
from cases.imports.callback_standing import Standing, standing_of
from cases.imports.drafts import Refusal
from cases.imports.importing import Progress, rows_of
from cases.imports.notebook import Notebook
from cases.models import CallBack
from cases.queries.requesters import veiled_words
from cases.states import State
from foundation.tables import BadRow, Table, open_table, write_report
from kernel.actors import Actor
from kernel.errors import CenterError, Refused
from organizations.permissions import require

# Calls whose cases are looked up in one go; each is then done by its own action.
BATCH = 500
OUTCOMES = ("concluded", "recorded", "unchanged", "refused")


@dataclass(frozen=True, slots=True)
class CallbackResult:
    """`read` = concluded (a case that waited for the call) + recorded (a closed one) + unchanged + refused."""

    counts: Mapping[str, int]
    report_path: Path | None

    def as_json(self) -> dict[str, Any]:
        counts = {one: self.counts.get(one, 0) for one in OUTCOMES}
        report = str(self.report_path) if self.report_path else None
        return {"read": sum(counts.values()), **counts, "report": report}


def import_callbacks(
    path: Path, *, actor: Actor, now: datetime, progress: Progress | None = None, report_path: Path | None = None
) -> CallbackResult:
    """Brings in what requesters told the city: a case that waits for a call-back is concluded by it, for a closed one
    it is written down beside. Run again it changes nothing, stopped it goes on where it was.

    Rows that cannot be are written to `report_path` with line, field and reason. Raises TableError (no table),
    Invalid `missing_columns`.
    """
    require(actor, "cases.import_callbacks")
    counts: Counter[str] = Counter()
    with open_table(path) as table, closing(Notebook()) as notebook:
        calls = _calls(table, notebook, counts, now=now)
        while batch := list(islice(calls, BATCH)):
            standing = standing_of(batch)
            for call in batch:
                counts[_take(call, standing, notebook, actor=actor, now=now)] += 1
            if progress is not None:
                progress(sum(counts.values()), table.share_read)
        written = _report(notebook, report_path) if counts["refused"] else None
    return CallbackResult(counts, written)


def _calls(table: Table, notebook: Notebook, counts: Counter[str], *, now: datetime) -> Iterator[Call]:
    """The rows that are calls; all others are noted and counted on the way."""
    columns = columns_of(table.header)
    for row in rows_of(table):
        read = Refusal(*row) if isinstance(row, BadRow) else read_call(row.line, row.cells, columns, now=now)
        if isinstance(read, Call):
            yield read
        else:
            counts["refused"] += 1
            notebook.refuse([read])


def _take(call: Call, standing: Standing, notebook: Notebook, *, actor: Actor, now: datetime) -> str:
    """One of OUTCOMES."""
    try:
        return _brought(call, standing, actor=actor, now=now)
    except CenterError as error:
        notebook.refuse([Refusal(call.line, "", error.message)])
        return "refused"


def _brought(call: Call, standing: Standing, *, actor: Actor, now: datetime) -> str:
    """A line above, a clerk or another import may have been there meanwhile: then the case is looked at again."""
    try:
        return _act(call, standing, actor=actor, now=now)
    except Refused as refusal:
        if refusal.code == "callback_known":
            return "unchanged"
        if refusal.code != "wrong_state":
            raise
    return _act(call, standing_of([call]), actor=actor, now=now)


def _act(call: Call, standing: Standing, *, actor: Actor, now: datetime) -> str:
    case = standing.case_for(call)
    if standing.knows(case, call):
        return "unchanged"
    note = veiled_words(case, {"note": call.note})["note"]
    facts: dict[str, Any] = {"answers": call.answers, "note": note, "called_at": call.at, "actor": actor, "now": now}
    if case.state == State.CLOSED:
        record_callback(case.pk, **facts)
        return "recorded"
    if case.replied_at is not None and call.at < case.replied_at:
        raise Refused(_("回访时间早于这一轮的回复，不能作为本轮的回访结果。"), code="call_before_reply")
    callback(case.pk, way=CallBack.Way.CITY, **facts)
    return "concluded"


def _report(notebook: Notebook, path: Path | None) -> Path | None:
    if path is None:
        return None
    write_report(path, [_("行号"), _("字段"), _("原因")], notebook.refusals(), sheet=_("未导入的行"))
    return path
