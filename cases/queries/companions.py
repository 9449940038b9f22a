"""The rows around one case, read with it by one statement: what is shown of it and what is allowed with it hang on a
dozen tables, and a question to each would cost more than all else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection

from cases.models import (
    CallBack,
    Case,
    CaseApplication,
    CaseAttachment,
    CaseClock,
    CaseLink,
    CaseParty,
    CaseTask,
    DispatchDecision,
    Requester,
    SupervisionOrder,
)
from cases.queries.attachments import Photo, photo_of
from deadlines.states import LIVE
from foundation.models import Attachment
from foundation.prepared import Prepared
from foundation.rows import Columns, read_json
from organizations.models import Organization
from organizations.roll import current_roll


@dataclass(frozen=True, slots=True)
class Companions:
    """Each in the order it came, calls newest first; a case that has just come in has none but its requester and its
    clocks. `decision` is the latest; `supervision` the order that waits for an answer; `has_alert` an alert that
    nobody took."""

    find_requester: Callable[[], Requester | None] = field(repr=False)
    clocks: Sequence[CaseClock]
    decision: DispatchDecision | None = None
    parties: Sequence[CaseParty] = ()
    applications: Sequence[CaseApplication] = ()
    tasks: Sequence[CaseTask] = ()
    links: Sequence[CaseLink] = ()
    calls: Sequence[CallBack] = ()
    photos: Sequence[Photo] = ()
    supervision: SupervisionOrder | None = None
    has_alert: bool = False

    @property
    def requester(self) -> Requester | None:
        """Who asked, opened for whoever asks: nobody needs the secrets to act, and one that is unreadable blocks no
        case."""
        return self.find_requester()

    @property
    def application(self) -> CaseApplication | None:
        """The latest, waiting or decided."""
        return self.applications[-1] if self.applications else None

    @property
    def waiting(self) -> CaseApplication | None:
        """The application that the centre has to decide; a case has at most one."""
        return next((one for one in self.applications if one.state == CaseApplication.State.OPEN), None)

    @property
    def handed_on(self) -> list[CaseTask]:
        """What others were asked to do and have neither reported nor been relieved of."""
        return [one for one in self._open_tasks if one.kind in CaseTask.HANDED_ON]

    @property
    def errands(self) -> list[CaseTask]:
        """Where an inspector was sent and has not reported from."""
        return [one for one in self._open_tasks if one.kind in CaseTask.INSPECTIONS]

    @property
    def _open_tasks(self) -> list[CaseTask]:
        return [one for one in self.tasks if one.state == CaseTask.State.OPEN]

    def live_clock(self, kind: str) -> CaseClock | None:
        """The running or paused clock of this kind."""
        return next((one for one in self.clocks if one.kind == kind and one.state in LIVE), None)


def companions_of(case: Case) -> Companions:
    """As they are now."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE.call(), [case.pk])
        (text,) = cursor.fetchone()
    return companions_in(text, case)


def companions_in(text: str, case: Case) -> Companions:
    """Those of the case in what `COMPANIONS` gave."""
    found = read_json(text)
    clocks = [_CLOCK.from_json(row) for row in found["clocks"]]
    read = Companions(
        find_requester=partial(_requester, found["requesters"]),
        clocks=clocks,
        decision=next(map(_DECISION.from_json, found["decisions"]), None),
        parties=[_PARTY.from_json(row) for row in found["parties"]],
        applications=[_APPLICATION.from_json(row) for row in found["applications"]],
        tasks=[_TASK.from_json(row) for row in found["tasks"]],
        links=[_LINK.from_json(row) for row in found["links"]],
        calls=[_CALL.from_json(row) for row in found["calls"]],
        photos=[_photo(row, case) for row in found["photos"]],
        supervision=next(map(_SUPERVISION.from_json, found["supervisions"]), None),
        has_alert=found["has_alert"],
    )
    _name(read)
    return read


def _requester(rows: Sequence[Sequence[Any]]) -> Requester | None:
    return next(map(_REQUESTER.from_json, rows), None)


def _photo(row: Sequence[Any], case: Case) -> Photo:
    link = _ATTACHED.from_json(row[: len(_ATTACHED)])
    link.attachment = _FILE.from_json(row[len(_ATTACHED) :])
    return photo_of(case, link)


def _name(read: Companions) -> None:
    """Joins the units, held by the process, and the clocks of tasks."""
    by_id, clocks = current_roll().by_id, {clock.pk: clock for clock in read.clocks}
    give = _giver(by_id)
    for clock in read.clocks:
        give(clock, "holder")
    for party in read.parties:
        give(party, "organization")
    for application in read.applications:
        give(application, "organization")
        give(application, "proposed")
    for task in read.tasks:
        give(task, "organization")
        task.clock = clocks[task.clock_id] if task.clock_id is not None else None


def _giver(by_id: Any) -> Callable[[Any, str], None]:
    """One that the process does not know yet is read when somebody asks for it."""

    def give(row: Any, name: str) -> None:
        found: Organization | None = by_id.get(getattr(row, f"{name}_id"))
        if found is not None:
            row._meta.get_field(name).set_cached_value(row, found)

    return give


_REQUESTER = Columns(Requester, "address", "words")
_CLOCK, _DECISION = Columns(CaseClock), Columns(DispatchDecision)
_PARTY, _APPLICATION, _TASK = Columns(CaseParty), Columns(CaseApplication), Columns(CaseTask)
_LINK, _CALL, _SUPERVISION = Columns(CaseLink), Columns(CallBack), Columns(SupervisionOrder)
_ATTACHED, _FILE = Columns(CaseAttachment), Columns(Attachment)


def _rows(columns: Columns[Any], *, order: str = "t.id", where: str = "") -> str:
    return _listed(columns.of("t"), f"{columns.table} AS t", order=order, where=where)


def _listed(columns: str, source: str, *, order: str = "t.id", where: str = "") -> str:
    return (
        f"(SELECT coalesce(json_agg(json_build_array({columns}) ORDER BY {order}), '[]')"  # noqa: S608 - names alone
        f" FROM {source} WHERE t.case_id = c.id {where})"
    )


_PHOTOS = _listed(
    f"{_ATTACHED.of('t')}, {_FILE.of('f')}",
    f"{_ATTACHED.table} AS t JOIN {_FILE.table} AS f ON f.id = t.attachment_id",
)
# For SELECT from `cases_case AS c`: one column of text.
COMPANIONS = f"""json_build_object(
    'requesters', {_rows(_REQUESTER)},
    'clocks', {_rows(_CLOCK)},
    'decisions', {_rows(_DECISION, order="t.id DESC")},
    'parties', {_rows(_PARTY)},
    'applications', {_rows(_APPLICATION)},
    'tasks', {_rows(_TASK)},
    'links', {_rows(_LINK)},
    'calls', {_rows(_CALL, order="t.id DESC")},
    'photos', {_PHOTOS},
    'supervisions', {_rows(_SUPERVISION, where=f"AND t.state = '{SupervisionOrder.State.OPEN.value}'")},
    'has_alert', EXISTS (SELECT 1 FROM cases_casealert AS t WHERE t.case_id = c.id AND t.taken_at IS NULL)
)::text"""  # noqa: S608 - names of tables and columns alone
_ALONE = Prepared(f"SELECT {COMPANIONS} FROM cases_case AS c WHERE c.id = $1", "bigint")  # noqa: S608
