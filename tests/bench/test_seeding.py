"""A seeded base is as sound as one that has grown: made once for this module, on the servers of the test run."""

import json
import os
import subprocess
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest

from bench.databases import Databases, fingerprint
from devkit.paths import PYTHON, ROOT

CASES, LIVES = 1_000, 75
# Asks as a client does, in a process of its own: this one's Django is bound to the test's database.
ASK = """
import json, django
django.setup()
from django.test import Client
from command_center.demo.clients import issue_clients
from foundation.clock import now
token = next(c.token for c in issue_clients(now=now()) if "cases:act" in c.scopes)
ask = lambda path: Client().get(path, headers={"Authorization": f"Bearer {token}"}).json()
newest = ask("/api/v1/cases/?ordering=-received_at&limit=200")["results"]
copy = next(row for row in newest if row["order_no"].count("-") > 2)
print(json.dumps({
    "case": ask(f"/api/v1/cases/{copy['case_no']}/"), "timeline": ask(f"/api/v1/cases/{copy['case_no']}/timeline/"),
    "clocks": ask(f"/api/v1/cases/{copy['case_no']}/clocks/"),
}))
"""


class TestServer:
    """The server behind DATABASE_URL, by the name of a database."""

    __test__ = False

    def url(self, database: str = "center") -> str:
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


@pytest.fixture(scope="module")
def databases():
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "bench.settings", "CENTER_MODE": "demo", "PYTHONPATH": str(ROOT)}
    return Databases(TestServer(), dict(env), prefix=f"bench_{worker}", most_lives=LIVES)


@pytest.fixture(scope="module")
def name(databases):
    name, seconds = databases.seeded(CASES)
    assert seconds < 120
    yield name
    connection = psycopg2.connect(TestServer().url())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")
    connection.close()


@pytest.fixture(scope="module")
def ask(name):
    """A connection for each question: a database that somebody is connected to cannot be copied."""

    def rows(statement, *values):
        with closing(psycopg2.connect(TestServer().url(name))) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall()

    return rows


def test_there_are_as_many_cases_as_asked_for_and_one_in_twenty_is_open(ask):
    ((every, still_open),) = ask("SELECT count(*), count(*) FILTER (WHERE closed_at IS NULL) FROM cases_case")
    assert every == CASES
    assert still_open == pytest.approx(CASES * 0.05, abs=15)


def test_every_foreign_key_leads_somewhere(ask):
    """They are not looked up while copies are written, so they are all looked up here."""
    keys = ask(
        "SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, f.attname FROM pg_constraint c"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]"
        " WHERE c.contype = 'f' AND c.conrelid::regclass::text LIKE 'cases_%'"
    )
    assert len(keys) > 15
    orphans = {
        f"{table}.{column}": ask(
            f"SELECT count(*) FROM {table} t WHERE {column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT FROM {target} o WHERE o.{key} = t.{column})"
        )[0][0]
        for table, column, target, key in keys
    }
    assert {place: n for place, n in orphans.items() if n} == {}


def test_indexes_and_constraints_are_those_of_the_migrations(ask):
    assert ask("SELECT count(*) FROM pg_index WHERE NOT (indisvalid AND indisready)") == [(0,)]
    assert ask("SELECT count(*) FROM pg_constraint WHERE NOT convalidated") == [(0,)]
    assert ask("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'bench_%'") == [(0,)]
    statistics = "SELECT attstattarget FROM pg_attribute WHERE attrelid = 'cases_case'::regclass AND attname = 'search'"
    assert ask(statistics) == [(5000,)]


@pytest.mark.parametrize("index", ["cases_case_pkey", "order_comes_in_once", "case_search", "caseclock_next_alarm"])
def test_an_index_that_slept_while_rows_were_written_finds_them_all(ask, index):
    """amcheck would say the same of B-trees; asked this way it needs no extension."""
    ((table, predicate),) = ask(
        "SELECT indrelid::regclass::text, coalesce(pg_get_expr(indpred, indrelid), 'true')"
        f" FROM pg_index WHERE indexrelid = '{index}'::regclass"
    )
    ((rows,),) = ask(f"SELECT count(*) FROM {table} WHERE {predicate}")
    ((entries,),) = ask(f"SELECT reltuples::bigint FROM pg_class WHERE oid = '{index}'::regclass")
    assert entries == rows


def test_whoever_leads_a_case_has_its_part_and_what_was_done_stands_in_its_course(ask):
    assert ask(
        "SELECT count(*) FROM cases_case c WHERE lead_id IS NOT NULL AND NOT EXISTS (SELECT FROM cases_caseparty p"
        " WHERE p.case_id = c.id AND p.part = 'lead' AND p.organization_id = c.lead_id)"
    ) == [(0,)]
    assert ask(
        "SELECT count(*) FROM cases_case c WHERE NOT EXISTS (SELECT FROM cases_caseevent e"
        " WHERE e.case_id = c.id AND e.kind = 'received' AND e.at = c.created_at)"
    ) == [(0,)]
    ((average,),) = ask("SELECT count(*)::float / (SELECT count(*) FROM cases_case) FROM cases_caseevent")
    assert 4 <= average <= 10


def test_whatever_hangs_on_a_life_hangs_on_its_copies(ask):
    """No table is left out, those that later work adds included."""
    tables = ask(
        "SELECT DISTINCT conrelid::regclass::text,"
        " CASE WHEN a.attname = 'case_id' THEN 't.case_id' ELSE 'k.case_id' END"
        " FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " WHERE c.contype = 'f' AND (confrelid = 'cases_case'::regclass OR confrelid = 'cases_caseclock'::regclass)"
        " AND a.attname IN ('case_id', 'clock_id')"
    )
    assert len(tables) > 8
    alone = {}
    for table, case in tables:
        joined = "" if case == "t.case_id" else "JOIN cases_caseclock k ON k.id = t.clock_id"
        ((lives, copies),) = ask(
            f"SELECT count(*) FILTER (WHERE {case} <= %s AND c.closed_at IS NOT NULL),"
            f" count(*) FILTER (WHERE {case} > %s) FROM {table} t {joined} JOIN cases_case c ON c.id = {case}",
            LIVES,
            LIVES,
        )
        if lives and copies < lives:
            alone[table] = (lives, copies)
    assert alone == {}


def test_closed_cases_have_no_running_clock_and_those_at_work_have_one(ask):
    running = "EXISTS (SELECT FROM cases_caseclock k WHERE k.case_id = c.id AND k.state = 'running')"
    assert ask(f"SELECT count(*) FROM cases_case c WHERE state = 'closed' AND {running}") == [(0,)]
    assert ask(f"SELECT count(*) FROM cases_case c WHERE state = 'handling' AND NOT {running}") == [(0,)]


def test_the_course_of_a_copy_reads_in_the_order_of_things(ask):
    assert ask(
        "SELECT count(*) FROM (SELECT at, lag(at) OVER (PARTITION BY case_id ORDER BY id) AS before FROM"
        " cases_caseevent) AS e WHERE before > at"
    ) == [(0,)]


def test_nothing_lies_ahead_of_the_moment_of_the_bench_and_two_years_behind(ask):
    ((newest, days),) = ask(
        "SELECT max(received_at), extract(day FROM max(received_at) - min(received_at)) FROM cases_case"
    )
    from bench.seeding import ANCHOR

    assert newest < ANCHOR
    assert days > 600


def test_new_rows_get_numbers_that_are_free(ask):
    for table in ("cases_case", "cases_caseclock", "cases_caseevent"):
        ((following, most),) = ask(
            f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')), (SELECT max(id) FROM {table})"
        )
        assert following > most
    ((number, most),) = ask("SELECT nextval('case_no_sequence'), max(split_part(case_no, '-', 2)::int) FROM cases_case")
    assert number > most


def test_a_copy_opens_through_the_api_with_its_course_its_clocks_and_its_requester(databases, name):
    env = databases.env_for(name)
    answer = subprocess.run([PYTHON, "-c", ASK], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["timeline"][0]["kind"] == "received"
    assert found["clocks"]
    assert found["case"]["requester"]["name"].endswith("*")


def test_a_base_that_is_there_is_kept(databases, name):
    assert databases.seeded(CASES)[0] == name
    with databases.copy_of(name) as env:
        assert env["DATABASE_URL"].endswith("_run")
    assert len(fingerprint()) == 64
