"""Two departments' systems at work while web, worker, Valkey, outbox and they themselves are killed in turn: every
summons is answered exactly once, none is missed."""

import pytest

from bench.faults.answering import PARTS, answer_while_killing
from bench.faults.ground import ground
from command_center.demo.simulator.reference import client

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    home = tmp_path_factory.mktemp("answering")
    home.chmod(0o755)
    with ground(home, cases=1) as made:
        yield made


def test_every_summons_is_answered_once_though_web_and_valkey_are_killed(place):
    done = answer_while_killing(place, client(), parts=("web", "valkey"), whistles=6)
    assert done.wrong == {}
    assert done.kills == 2
    assert done.summonses >= 12


@pytest.mark.long
def test_for_ten_minutes_every_summons_is_answered_once_whatever_is_killed(place):
    done = answer_while_killing(place, client(), parts=PARTS, whistles=100, seconds=600, every=1.0, between=8)
    assert done.wrong == {}
    assert done.kills >= 12
    assert done.summonses >= 200
