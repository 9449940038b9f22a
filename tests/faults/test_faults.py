"""Workers, servers and clocks fail while deadlines pass: every rung fires exactly once, and nothing is lost.

The proofs themselves, and the same in large, are in `bench.faults`.
"""

import pytest

from bench.faults.filling import SPAN, START
from bench.faults.ground import RUN, ground, psycopg2_autocommit
from bench.faults.proofs import PROOFS, prove
from bench.faults.verdict import wrong

pytestmark = pytest.mark.servers
QUICK = ["racing sweeps", "sweep against closing", "sweep against pausing", "killed workers", "clock jump"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    home = tmp_path_factory.mktemp("faults")
    home.chmod(0o755)
    with ground(home, cases=120) as made:
        yield made


@pytest.mark.parametrize("name", QUICK)
def test_every_rung_fires_exactly_once(place, name):
    outcome = prove(name, place)
    assert outcome.wrong == {}
    assert outcome.rungs > 300


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in PROOFS if name not in QUICK])
def test_every_rung_fires_exactly_once_while_servers_are_restarted(place, name):
    outcome = prove(name, place, scale=3)
    assert outcome.wrong == {}
    assert outcome.rungs > 300


def doubled(table, where):
    """One row of the table stands there a second time."""
    return f"""
        DO $$ DECLARE one {table}; BEGIN
            SELECT * INTO one FROM {table} WHERE {where} ORDER BY id LIMIT 1;
            one.id = nextval(pg_get_serial_sequence('{table}', 'id'));
            INSERT INTO {table} SELECT (one).*;
        END $$"""


def test_the_verdict_sees_a_doubled_event_a_doubled_notice_and_a_clock_left_behind(place):
    """After a proof that went well, three rows are made to lie."""
    assert prove("racing sweeps", place).wrong == {}
    url = place.postgres.url(RUN)
    with psycopg2_autocommit(url) as cursor:
        cursor.execute(doubled("cases_caseevent", "kind = 'overdue'"))
        cursor.execute(doubled("notices_notice", "true"))
        cursor.execute(
            "UPDATE cases_caseclock SET next_alarm_at = due_at"
            " WHERE id = (SELECT min(id) FROM cases_caseclock WHERE state = 'running')"
        )
    found = wrong(url, now=(START + SPAN).isoformat())
    assert found == {"due rungs left": 1, "rungs without exactly one event": 1, "notices twice": 1}
