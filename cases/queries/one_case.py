"""One case as `cases.queries.reading.for_reading` reads many: by a statement that is worded once, with what is around
it when asked, and under its lock when it is going to change."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models

from cases.models import Case, Category
from cases.queries.companions import COMPANIONS, Companions, companions_in
from deadlines.states import LIVE
from foundation.rows import Columns
from grid.models import Community, Street, UnitGrid
from organizations.roll import current_roll


@dataclass(frozen=True, slots=True)
class Which:
    """The key of the case as SQL, a subquery perhaps, with its values."""

    key: str
    values: Sequence[Any]


def read_case(which: Which, *, with_shapes: bool = False) -> Case | None:
    """The case with the names that are shown of it, `main_no` and `followers_count`; None when there is none."""
    row = _ask(_statement(with_shapes, False), which)
    return None if row is None else _case(row, with_shapes)


def read_with_companions(which: Which) -> tuple[Case, Companions] | None:
    """`read_case` with what is around it."""
    return _with_companions(_ask(_statement(False, True), which))


def key_of(which: Which) -> int | None:
    """The key itself; None when there is no such case."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {which.key}", which.values)
        (key,) = cursor.fetchone()
    return key


def lock_case(pk: int) -> Case | None:
    """The case under its lock, as it is once the lock is ours; in an open transaction."""
    row = _ask(_LOCK + _statement(False, False), Which("%s", (pk, pk)))
    return None if row is None else _case(row, False)


def lock_with_companions(pk: int) -> tuple[Case, Companions] | None:
    """`lock_case` with what is around it; its live clocks are locked after it, as everywhere."""
    return _with_companions(_ask(_LOCK + _LOCK_CLOCKS + _statement(False, True), Which("%s", (pk, pk, pk))))


def _ask(statement: str, which: Which) -> Sequence[Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("@key@", which.key), which.values)
        row: Sequence[Any] | None = cursor.fetchone()
    return row


def _with_companions(row: Sequence[Any] | None) -> tuple[Case, Companions] | None:
    if row is None:
        return None
    case = _case(row, False)
    return case, companions_in(row[-1], case)


def _case(row: Sequence[Any], with_shapes: bool) -> Case:
    case = _CASE.from_row(row[: len(_CASE)])
    begin = len(_CASE)
    for name, columns in _joined(with_shapes).items():
        values = row[begin : begin + len(columns)]
        begin += len(columns)
        _give(case, name, None if values[0] is None else columns.from_row(values))
    # One that the process does not know yet is read when somebody asks for it.
    if case.lead_id is None or (lead := current_roll().by_id.get(case.lead_id)):
        _give(case, "lead", None if case.lead_id is None else lead)
    case.main_no, case.followers_count = row[begin : begin + 2]  # type: ignore[attr-defined]  # as `for_reading`
    return case


def _give(case: Case, name: str, found: models.Model | None) -> None:
    Case._meta.get_field(name).set_cached_value(case, found)


_CASE = Columns(Case, "search")
# Every statement is sent on its own, so that what follows the lock sees what the one before us in the queue has done.
_LOCK = "SELECT FROM cases_case WHERE id = %s FOR UPDATE;\n"
_LIVE = ", ".join(f"'{state.value}'" for state in LIVE)
_LOCK_CLOCKS = f"SELECT FROM cases_caseclock WHERE case_id = %s AND state IN ({_LIVE}) ORDER BY id FOR UPDATE;\n"  # noqa: S608


@lru_cache
def _joined(with_shapes: bool) -> dict[str, Columns[Any]]:
    left_out = () if with_shapes else ("shape",)
    return {
        "category": Columns(Category),
        "street": Columns(Street, *left_out),
        "community": Columns(Community, *left_out),
        "unit_grid": Columns(UnitGrid, *left_out),
    }


@lru_cache
def _statement(with_shapes: bool, with_companions: bool) -> str:
    joined = _joined(with_shapes)
    columns = ", ".join([_CASE.of("c"), *(one.of(name) for name, one in joined.items())])
    joins = "\n".join(
        f"LEFT JOIN {one.table} AS {name} ON {name}.id = c.{name}_id" for name, one in joined.items()
    )
    return f"""
        SELECT {columns}, main.case_no, (SELECT count(*) FROM cases_case AS f WHERE f.merged_into_id = c.id)
            {"," + COMPANIONS if with_companions else ""}
        FROM cases_case AS c {joins} LEFT JOIN cases_case AS main ON main.id = c.merged_into_id
        WHERE c.id = @key@
    """  # noqa: S608 - names of tables and columns alone
