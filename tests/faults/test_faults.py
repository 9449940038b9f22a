"""Workers, servers and clocks fail while deadlines pass: every rung fires exactly once, and nothing is lost.

The proofs themselves, and the same in large, are in `bench.faults`.
"""

import pytest

from bench.faults.ground import ground
from bench.faults.proofs import PROOFS, prove

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
