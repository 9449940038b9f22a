"""What PostgreSQL does for a piece of the product: its own statements, explained with the values it used."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

_EXPLAINABLE = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "(SELECT")


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """`title` says what was asked; `text` is the statement and, below it, EXPLAIN (ANALYZE, BUFFERS)."""

    title: str
    text: str


def plans_of(title: str, work: Callable[[], object]) -> list[QueryPlan]:
    """The plans of every statement that `work` sends, run once more for it; nothing it writes stays."""
    sent: list[tuple[str, Any]] = []
    with _undone(), connection.execute_wrapper(_recorder(sent)):
        work()
    found = []
    for n, (statement, values) in enumerate(sent, start=1):
        with _undone(), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", values)
            plan = "\n".join(line for (line,) in cursor.fetchall())
        found.append(QueryPlan(f"{title}, statement {n}", f"{_short(statement)}\n\n{plan}"))
    return found


def _recorder(sent: list[tuple[str, Any]]) -> Callable[..., Any]:
    def record(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(_EXPLAINABLE):
            sent.append((sql, params))
        return execute(sql, params, many, context)

    return record


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _short(statement: str, most: int = 1500) -> str:
    text = " ".join(statement.split())
    return text if len(text) <= most else f"{text[:most]} … ({len(text)} characters)"
