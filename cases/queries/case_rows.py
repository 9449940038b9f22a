"""Cases as `cases.queries.reading.for_reading` reads them, by statements that are worded once: one case, with what is
around it when asked, and under its lock when it is going to change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models

from cases.models import Case, Category
from cases.queries.companions import COMPANIONS, Companions, companions_in
from deadlines.states import LIVE
from foundation.prepared import Prepared
from foundation.rows import Columns
from grid.models import Community, Street, UnitGrid
from organizations.roll import current_roll


def read_case(pk: int, *, with_shapes: bool = False) -> Case | None:
    """The case with the names that are shown of it, `main_no` and `followers_count`; None when there is none."""
    wanted = _WITH_SHAPES if with_shapes else _PLAIN
    row = _ask(_one(wanted).call(), pk)
    return None if row is None else _case(row, wanted)


def read_with_companions(pk: int) -> tuple[Case, Companions] | None:
    """`read_case` with what is around it."""
    return _with_companions(_ask(_one(_WITH_COMPANIONS).call(), pk))


def lock_case(pk: int) -> Case | None:
    """The case under its lock, as it is once the lock is ours; in an open transaction."""
    row = _ask(_LOCK + _one(_PLAIN).call(), pk, pk)
    return None if row is None else _case(row, _PLAIN)


def lock_with_companions(pk: int) -> tuple[Case, Companions] | None:
    """`lock_case` with what is around it; its live clocks are locked after it, as everywhere."""
    return _with_companions(_ask(_LOCK + _LOCK_CLOCKS + _one(_WITH_COMPANIONS).call(), pk, pk, pk))


def _ask(statement: str, *values: int) -> Sequence[Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: Sequence[Any] | None = cursor.fetchone()
    return row


def _with_companions(row: Sequence[Any] | None) -> tuple[Case, Companions] | None:
    if row is None:
        return None
    case = _case(row, _WITH_COMPANIONS)
    return case, companions_in(row[-1], case)


def _case(row: Sequence[Any], wanted: "Wanted") -> Case:
    begin = len(wanted.case)
    case = wanted.case.from_row(row[:begin])
    for name, columns in wanted.joined.items():
        values = row[begin : begin + len(columns)]
        begin += len(columns)
        _give(case, name, None if values[0] is None else columns.from_row(values))
    # One that the process does not know yet is read when somebody asks for it.
    if case.lead_id is None or (lead := current_roll().by_id.get(case.lead_id)):
        _give(case, "lead", None if case.lead_id is None else lead)
    case.main_no, case.followers_count = row[begin : begin + 2]  # type: ignore[attr-defined]  # as `for_reading`
    return case


def _give(case: Case, name: str, found: models.Model | None) -> None:
    Case._meta.get_field(name).set_cached_value(case, found)  # type: ignore[union-attr]  # a foreign key


# Every statement is sent on its own, so that what follows the lock sees what the one before us in the queue has done.
_LOCK = "SELECT FROM cases_case WHERE id = %s FOR UPDATE;\n"
_LIVE = ", ".join(f"'{state.value}'" for state in LIVE)
_LOCK_CLOCKS = f"SELECT FROM cases_caseclock WHERE case_id = %s AND state IN ({_LIVE}) ORDER BY id FOR UPDATE;\n"


@dataclass(frozen=True, eq=False)
class Wanted:
    """Which columns of a case and of what stands behind its keys; `more` are expressions beside them."""

    case: Columns[Case]
    joined: Mapping[str, Columns[Any]]
    more: str = ""


_NAMED = {"category": Category, "street": Street, "community": Community, "unit_grid": UnitGrid}
_CASE = Columns(Case, "search")
_WITHOUT_SHAPES = {name: Columns(model, "shape") for name, model in _NAMED.items()}
_PLAIN = Wanted(_CASE, _WITHOUT_SHAPES)
_WITH_SHAPES = Wanted(_CASE, {name: Columns(model) for name, model in _NAMED.items()})
_WITH_COMPANIONS = Wanted(_CASE, _WITHOUT_SHAPES, more=f", {COMPANIONS}")


@lru_cache
def _one(wanted: Wanted) -> Prepared:
    return Prepared(_statement(wanted), "bigint")


def _statement(wanted: Wanted) -> str:
    columns = ", ".join([wanted.case.of("c"), *(one.of(name) for name, one in wanted.joined.items())])
    joins = "\n".join(
        f"LEFT JOIN {one.table} AS {name} ON {name}.id = c.{name}_id" for name, one in wanted.joined.items()
    )
    return f"""
        SELECT {columns}, main.case_no::text, (SELECT count(*) FROM cases_case AS f WHERE f.merged_into_id = c.id)
            {wanted.more}
        FROM cases_case AS c {joins} LEFT JOIN cases_case AS main ON main.id = c.merged_into_id
        WHERE c.id = $1
    """  # noqa: S608 - names of tables and columns alone
