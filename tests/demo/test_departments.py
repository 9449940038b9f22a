"""The simulated departments: most in time, some late, now and then one objects; people's work is left to people."""

from datetime import timedelta

import httpx
import pytest

from command_center.demo.simulator.departments import Department
from command_center.demo.simulator.pace import is_left_alone
from command_center.demo.simulator.talking import Line, ServerAwayError, TokenRefusedError
from command_center.demo.whistles.script import scripts
from tests.make import at

CALLED = at("2026-11-24 09:00")


def department(handler) -> Department:
    http = httpx.Client(base_url="http://center", transport=httpx.MockTransport(handler))
    return Department(Line("交通支队", "ccs_x", http, lambda _: None), lambda _: None, pace=1)


@pytest.fixture
def simulated(tmp_path, monkeypatch):
    monkeypatch.setenv("CENTER_DATA_DIR", str(tmp_path))
    return department(lambda _: httpx.Response(200, json={}))


def summons(number="S20261124-000001-01", **facts):
    return {
        "number": number, "whistle": "S20261124-000001", "matter": "路口拥堵", "state": "notified", "objection": None,
        "notified_at": CALLED.isoformat(), "signed_at": None, "checked_in_at": None,
        "department": {"code": "D34", "name": "交通支队"}, "location": {"lon": 116.2, "lat": 39.9},
    } | facts  # fmt: skip


def numbers():
    return [number for n in range(2000) if not is_left_alone(number := f"S20261124-{n:06d}-01")]


def test_most_sign_within_a_minute_and_some_far_later(simulated):
    waits = [simulated.not_before("sign", summons(n)) - CALLED.timestamp() for n in numbers()]
    late = sum(wait > 60 for wait in waits) / len(waits)
    assert 0.1 < late < 0.2
    assert min(waits) >= 8
    assert simulated.not_before("sign", summons()) == simulated.not_before("sign", summons())


def test_one_in_sixteen_objects_and_never_twice(simulated):
    steps = [simulated.choose(summons(n)) for n in numbers()]
    assert 0.04 < steps.count("object") / len(steps) < 0.08
    assert {simulated.choose(summons(n, objection={"state": "rejected"})) for n in numbers()} == {"sign"}


def test_what_the_scripts_show_and_what_is_left_to_people_is_not_touched(simulated):
    left = next(f"S-{n}" for n in range(100) if is_left_alone(f"S-{n}"))
    assert simulated.choose(summons(left)) is None
    assert {simulated.choose(summons(matter=script.matter)) for script in scripts()} == {None}


def test_it_comes_after_it_signed_and_near_the_place(simulated):
    signed = summons(state="signed", signed_at=(CALLED + timedelta(minutes=1)).isoformat())
    assert simulated.not_before("check-in", signed) > CALLED.timestamp() + 60 + 40
    body = simulated.body("check-in", signed)
    assert abs(body["lon"] - 116.2) < 0.001
    assert body["officer"] == simulated.body("sign", signed)["officer"]
    assert "lon" not in simulated.body("check-in", summons(location={"lon": None, "lat": None}))


@pytest.mark.parametrize(("status", "error"), [(503, ServerAwayError), (401, TokenRefusedError)])
def test_a_centre_that_is_away_and_a_bad_token_are_told_apart(tmp_path, monkeypatch, status, error):
    monkeypatch.setenv("CENTER_DATA_DIR", str(tmp_path))
    with pytest.raises(error):
        department(lambda _: httpx.Response(status, json={})).look()
