"""Settling a period of 100,000 cases: every street and every department, counted, frozen, scored."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from assessment.actions.compute import asked_of
from assessment.actions.count import freeze_items
from assessment.actions.know_subjects import know_subjects
from assessment.actions.settle import Settled, settle
from assessment.indicators import REGISTRY, facts_sql, gather_sql
from assessment.models import Period, Run, Scheme, Settlement
from assessment.queries.schemes import items_of
from bench.context import Bench
from bench.cpu import cpu_seconds
from bench.figures import Row, at_most
from bench.plans import QueryPlan
from kernel.actors import Actor
from kernel.times import local_date

MOST_CASES = 100_000
SCHEMES = ("street-monthly", "department-by-streets")
ACTOR = Actor.system("bench", "测量")


def run(bench: Bench) -> list[Row]:
    """The days before today that hold so many cases, by the two schemes of streets and departments; then once more,
    where nothing new may come of it."""
    settlements = [_settlement(bench, code) for code in SCHEMES]
    cases = _cases_in(bench, settlements[0].period)
    first, cost = _timed(bench, lambda: [settle(one.pk, actor=ACTOR, now=bench.now()) for one in settlements])
    again, cost_again = _timed(bench, lambda: [settle(one.pk, actor=ACTOR, now=bench.now()) for one in settlements])
    for one in settlements:
        _explain(bench, one)
    differing = sum(a.run.digest != b.run.digest or b.is_new for a, b in zip(first, again, strict=True))
    return [
        Row(f"settle {cases:,} cases, streets and departments", cost, [at_most("seconds", 5)]),
        Row("settle again", cost_again | {"differing": differing}, [at_most("differing", 0)]),
    ]


def _settlement(bench: Bench, code: str) -> Settlement:
    last = local_date(bench.now()) - timedelta(days=1)
    newest = (
        "SELECT min(at) FROM (SELECT received_at AS at FROM cases_case ORDER BY received_at DESC LIMIT %s) AS newest"
    )
    first = local_date(bench.value(newest, MOST_CASES)) + timedelta(days=1)
    period, _is_new = Period.objects.get_or_create(name="bench", first_day=first, last_day=last)
    return Settlement.objects.create(scheme=Scheme.objects.get(code=code), period=period)


def _cases_in(bench: Bench, period: Period) -> int:
    days = period.days
    count = "SELECT count(*) FROM cases_case WHERE received_at >= %s AND received_at < %s"
    return int(bench.value(count, days.starts_at, days.ends_at))


def _timed(bench: Bench, work: Callable[[], list[Settled]]) -> tuple[list[Settled], dict[str, float]]:
    """What came of it; seconds, processor seconds of the database and of this process, statements."""
    sent: list[str] = []

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    began, own, database = time.perf_counter(), time.process_time(), cpu_seconds(bench.postgres_pid)
    with connection.execute_wrapper(count):
        done = work()
    figures = {
        "seconds": time.perf_counter() - began,
        "db_cpu_s": cpu_seconds(bench.postgres_pid) - database,
        "python_cpu_s": time.process_time() - own,
        "facts": sum(one.run.facts_count for one in done),
        "scores": sum(one.run.scores_count for one in done),
        "statements": len(sent),
    }
    return done, figures


def _explain(bench: Bench, settlement: Settlement) -> None:
    """Each base as it is gathered and each indicator as it is counted; nothing of it stays."""
    kind, subjects = settlement.scheme.subject_kind, know_subjects(settlement.scheme)
    asked = asked_of(settlement, subjects)
    with transaction.atomic(), connection.cursor() as cursor:
        run = Run.objects.create(settlement=settlement, revision=99, computed_at=bench.now(), inputs={})
        for item in freeze_items(run, list(items_of(settlement.scheme)), kind=kind):
            indicator = REGISTRY[item.indicator]
            cursor.execute("SET LOCAL work_mem = '64MB'")
            cursor.execute("SELECT to_regclass(%s)", [f"pg_temp.{indicator.base.table}"])
            if cursor.fetchone()[0] is None:
                bench.plans.append(
                    _plan(cursor, f"{kind}, base {indicator.base.name}", indicator.base.sql, asked.values())
                )
                for statement in gather_sql(indicator.base):
                    cursor.execute(statement, asked.values())
            values = asked.values(run_item=item.pk)
            bench.plans.append(_plan(cursor, f"{kind}, {indicator.code}", facts_sql(indicator, kind), values))
        transaction.set_rollback(True)


def _plan(cursor: Any, title: str, statement: str, values: Mapping[str, Any]) -> QueryPlan:
    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", values)
    plan = "\n".join(line for (line,) in cursor.fetchall())
    return QueryPlan(f"settle, {title}", f"{' '.join(statement.split())}\n\n{plan}")
