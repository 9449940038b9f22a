"""Multiplies the lives in the database: `python -m bench.seeding.copies --cases 1000000`.

A closed case is copied back by whole weeks, so that Mondays stay Mondays and nights stay nights; an open one stands
again where it stands, its clocks running. Whatever a case consists of is moved by the same time, so that all that
held of it holds of its copy. Foreign keys are right by construction and not looked up row by row.
"""

import argparse
from typing import Any

import django

from bench.seeding.lanes import Lane, connected


def multiply(cases: int) -> None:
    """Brings the base to `cases` cases, by two connections side by side."""
    with connected() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        if cursor.fetchone()[0] >= cases:
            return
        _plan(cursor, cases)
    lanes = [Lane(_cases_and_requesters), Lane(_everything_else)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    if any(lane.error for lane in lanes):
        raise RuntimeError(next(lane.error for lane in lanes if lane.error))
    with connected() as connection, connection.cursor() as cursor:
        _set_sequences(cursor)
        cursor.execute("DROP TABLE bench_copy, bench_clock, bench_rung, bench_shop")


def settle() -> None:
    """Statistics and the map of what is visible to all, as a base has them that has stood for a night."""
    connection = connected()
    connection.commit()
    connection.autocommit = True  # which VACUUM asks for
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FREEZE, ANALYZE)")
        cursor.execute("CHECKPOINT")


def _plan(cursor: Any, cases: int) -> None:
    """Which life is copied when; oldest first, as they would have come in."""
    from bench.seeding import OPEN_SHARE
    from bench.seeding.shops import names, sentence
    from cases.queries.search import search_words
    from cases.states import OPEN

    cursor.execute("CREATE UNLOGGED TABLE bench_shop (n int PRIMARY KEY, words text, search tsvector)")
    cursor.executemany(
        "INSERT INTO bench_shop VALUES (%s, %s, to_tsvector('simple', %s))",
        [(n, sentence(name), search_words(sentence(name))) for n, name in enumerate(names())],
    )
    cursor.execute("SELECT state = ANY(%s), array_agg(id ORDER BY id) FROM cases_case GROUP BY 1", [sorted(OPEN)])
    lives = dict(cursor.fetchall())
    open_lives, closed_lives = lives.get(True, []), lives.get(False, [])
    more_open = max(round(cases * OPEN_SHARE) - len(open_lives), 0)
    more_closed = cases - len(open_lives) - len(closed_lives) - more_open
    cursor.execute(
        "CREATE UNLOGGED TABLE bench_copy AS"
        " SELECT max_id + n AS id, last_no + n AS number, template, shift,"
        " floor(power((n * 2654435761 %% 4294967296) / 4294967296.0, 2)"
        " * (SELECT count(*) FROM bench_shop))::int AS shop"
        f" FROM ({_WHAT}) AS what, (SELECT max(id) AS max_id FROM cases_case) AS a,"
        " (SELECT last_value AS last_no FROM case_no_sequence) AS b",
        {"open": open_lives, "closed": closed_lives, "more_open": more_open, "more_closed": more_closed},
    )
    cursor.execute("CREATE INDEX ON bench_copy (template)")
    _number_within_cases(cursor, "bench_clock", "cases_caseclock c")
    _number_within_cases(cursor, "bench_rung", "cases_caseescalation e JOIN cases_caseclock c ON c.id = e.clock_id")
    cursor.execute("ANALYZE")


def _number_within_cases(cursor: Any, table: str, rows: str) -> None:
    """Clocks and rungs by their place within their case: a copy's are numbered by it, so that what points at them
    finds its own without a table of old and new numbers."""
    one = rows.split()[1]
    cursor.execute(
        f"CREATE UNLOGGED TABLE {table} AS SELECT {one}.id AS id,"
        f" row_number() OVER (PARTITION BY c.case_id ORDER BY {one}.id) - 1 AS place FROM {rows}"
    )
    cursor.execute(f"CREATE UNIQUE INDEX ON {table} (id)")
    cursor.execute(f"SELECT coalesce(max(place), 0) FROM {table}")
    if cursor.fetchone()[0] >= PLACES:
        raise RuntimeError(f"a case has more than {PLACES} rows in {table}: their numbers would meet")


# Round after round over the closed lives, from 96 weeks back to last week, some seconds apart; then the open ones.
_WHAT = """
    SELECT n, (%(closed)s::bigint[])[1 + (n - 1) %% cardinality(%(closed)s::bigint[])] AS template,
        make_interval(
            weeks => -1 - (95 * (%(more_closed)s - n) / greatest(%(more_closed)s, 1))::int, secs => -(n * 7919 %% 3600)
        ) AS shift
    FROM generate_series(1::bigint, %(more_closed)s) AS n
    UNION ALL
    SELECT %(more_closed)s + n, (%(open)s::bigint[])[1 + (n - 1) %% cardinality(%(open)s::bigint[])], interval '0'
    FROM generate_series(1::bigint, %(more_open)s) AS n
"""
PLACES = 128
_CLOCK_ID, _RUNG_ID = f"m.id * {PLACES} + k.place", f"m.id * {PLACES} + r.place"
_ITS_COPIES = "JOIN bench_copy m ON m.template = t.case_id"
_ITS_CLOCKS = (
    "JOIN bench_clock k ON k.id = t.clock_id JOIN cases_caseclock c ON c.id = k.id"
    " JOIN bench_copy m ON m.template = c.case_id"
)


def _cases_and_requesters(cursor: Any) -> None:
    from cases.models import Case, Requester

    _copy(
        cursor,
        Case,
        "JOIN bench_copy m ON m.template = t.id JOIN bench_shop s ON s.n = m.shop",
        id="m.id",
        case_no="to_char(t.created_at + m.shift, 'YYYYMMDD') || '-'"
        " || lpad(m.number::text, greatest(6, length(m.number::text)), '0')",
        order_no="t.order_no || '-' || m.number",
        content="t.content || s.words",
        search="t.search || s.search",
    )
    _copy(cursor, Requester, _ITS_COPIES, id=None, case_id="m.id")


def _everything_else(cursor: Any) -> None:
    """Whatever hangs on a case or on one of its clocks, tables of later days included."""
    from django.apps import apps

    from cases.models import (
        Case,
        CaseAttachment,
        CaseClock,
        CaseEscalation,
        CaseMerge,
        CaseRelation,
        ImportedHistory,
        Requester,
        SupervisionOrder,
    )

    _copy(cursor, CaseClock, f"JOIN bench_clock k ON k.id = t.id {_ITS_COPIES}", id=_CLOCK_ID, case_id="m.id")
    _copy(cursor, CaseEscalation, f"JOIN bench_rung r ON r.id = t.id {_ITS_CLOCKS}", id=_RUNG_ID, clock_id=_CLOCK_ID)
    _copy(
        cursor,
        SupervisionOrder,
        "LEFT JOIN bench_clock k ON k.id = t.clock_id LEFT JOIN bench_rung r ON r.id = t.escalation_id " + _ITS_COPIES,
        id=None,
        case_id="m.id",
        clock_id=_CLOCK_ID,
        escalation_id=_RUNG_ID,
        number="t.number || '-' || m.number",
    )
    # What joins a case to one other thing, a photo or another case, stays with that one.
    alone = {CaseAttachment, CaseMerge, CaseRelation, ImportedHistory}
    done = alone | {Case, Requester, CaseClock, CaseEscalation, SupervisionOrder}
    for model in apps.get_app_config("cases").get_models():
        columns = {field.attname for field in model._meta.concrete_fields}
        if model not in done and {"case_id", "clock_id"} <= columns:  # a task, an application: its own copied clock
            joins = f"LEFT JOIN bench_clock k ON k.id = t.clock_id {_ITS_COPIES}"
            _copy(cursor, model, joins, id=None, case_id="m.id", clock_id=_CLOCK_ID, decision_id="NULL::bigint")
        elif model not in done and "case_id" in columns:
            _copy(cursor, model, _ITS_COPIES, id=None, case_id="m.id")
        elif model not in done and "clock_id" in columns:
            _copy(cursor, model, _ITS_CLOCKS, id=None, clock_id=_CLOCK_ID)


def _copy(cursor: Any, model: Any, joins: str, **special: str | None) -> None:
    """One statement a table; every moment is moved, `special` columns are what they say, None leaves one out."""
    from django.db.models import DateTimeField

    from bench.seeding.indexes import built_afterwards

    chosen: dict[str, str] = {}
    for field in model._meta.concrete_fields:
        moved = f"t.{field.column} + m.shift" if isinstance(field, DateTimeField) else f"t.{field.column}"
        expression = special.get(field.attname, moved)
        if expression is not None:
            chosen[field.column] = expression
    table = model._meta.db_table
    # Of one case together and in their order: so they lie in a base that has grown.
    with built_afterwards(cursor, table):
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(chosen)})"
            f" SELECT {', '.join(chosen.values())} FROM {table} t {joins} ORDER BY m.id, t.id"
        )


def _set_sequences(cursor: Any) -> None:
    for table in ("cases_case", "cases_caseclock", "cases_caseescalation"):
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
    cursor.execute(
        "SELECT setval('case_no_sequence', greatest((SELECT max(number) FROM bench_copy), last_value))"
        " FROM case_no_sequence"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, required=True)
    given = parser.parse_args()
    django.setup()
    multiply(given.cases)
    settle()
