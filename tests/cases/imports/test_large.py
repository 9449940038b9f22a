"""A file of 200,000 orders, and an import that is killed again and again; on a database of its own with fsync."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from devkit.postgres import Postgres
from tests.cases.imports.making import order_row, write_csv

pytestmark = [pytest.mark.long, pytest.mark.servers]
ROOT = Path(__file__).resolve().parents[3]
ORDERS = 200_000
# Progress is told every thousand rows; the import is killed after this many tellings.
PATIENCE = random.Random(12345).sample(range(2, 40), 5)


@pytest.fixture
def district(tmp_path):
    """A durable server with a migrated database and the district's reference data."""
    server = Postgres(tmp_path / "postgres", durable=True)
    server.start()
    env = os.environ | {"DATABASE_URL": server.url()}
    for command in ("migrate", "load_reference"):
        subprocess.run([sys.executable, "manage.py", command, "-v0"], cwd=ROOT, env=env, check=True)
    yield server, env
    server.remove()


def begin(path: Path, mode: str, env: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "import_orders", str(path), "--as", mode, "--json"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, env=env, text=True, **pipes)


def killed(path: Path, mode: str, env: dict[str, str], *, after: int) -> None:
    process = begin(path, mode, env)
    for _told in range(after):
        assert process.stderr.readline().startswith("已读")
    process.send_signal(signal.SIGKILL)
    process.communicate()


def finished(path: Path, mode: str, env: dict[str, str]) -> dict[str, int]:
    out, err = begin(path, mode, env).communicate()
    assert out, err
    return json.loads(out.splitlines()[-1])


def ask(server: Postgres, statement: str) -> tuple:
    with psycopg2.connect(server.url()) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


@pytest.mark.parametrize(
    ("mode", "hanging"),
    [
        ("live", "(SELECT count(*) FROM cases_caseclock), (SELECT count(*) FROM notices_outboxentry)"),
        ("history", "(SELECT count(*) FROM cases_callback), (SELECT count(*) FROM cases_importedhistory)"),
    ],
)
def test_killed_at_five_moments_a_large_file_is_complete_and_exact(district, tmp_path, mode, hanging):
    server, env = district
    path = write_csv(tmp_path / "large.csv", (order_row(n) for n in range(ORDERS)))
    for after in PATIENCE:
        killed(path, mode, env, after=after)
    came = ask(server, "SELECT count(*) FROM cases_case")[0]
    assert 0 < came < ORDERS

    told = finished(path, mode, env)
    wanted = {"read": ORDERS, "created": ORDERS - came, "updated": 0, "unchanged": came, "refused": 0, "report": None}
    assert told == wanted
    each = ask(
        server,
        f"SELECT count(*), count(DISTINCT order_no), (SELECT count(*) FROM cases_requester), {hanging} FROM cases_case",
    )
    assert each == (ORDERS, ORDERS, ORDERS, *((2 * ORDERS, ORDERS) if mode == "live" else (ORDERS, ORDERS)))
    assert finished(path, mode, env)["unchanged"] == ORDERS
