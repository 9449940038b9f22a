"""The simulator: plays by the API's rules, keeps the pace, outlives its server."""

import json
from collections import Counter
from datetime import timedelta

import httpx
import pytest

from command_center.demo import demo_file
from command_center.demo.simulator.city import City, as_json, new_order
from command_center.demo.simulator.desk import Desk
from command_center.demo.simulator.pace import is_left_alone, is_time, seconds_to_next_order
from command_center.demo.simulator.running import Simulator
from command_center.demo.simulator.talking import Line, ServerAwayError, TokenRefusedError
from tests.make import at

TOKENS = {
    "url": "",
    "accounts": [],
    "clients": [
        {"organization": "12345热线", "token": "city", "scopes": ["orders:write", "cases:read"]},
        {"organization": "区指挥中心", "token": "centre", "scopes": ["cases:read", "cases:act"]},
        {"organization": "古城街道", "token": "street", "scopes": ["cases:read", "cases:act"]},
    ],
}
EMPTY_PAGE = {"next": None, "previous": None, "results": []}


def _line(handler, waits=None) -> Line:
    http = httpx.Client(base_url="http://center", transport=httpx.MockTransport(handler))
    return Line("古城街道", "ccs_x", http, (waits if waits is not None else []).append)


def test_every_post_has_a_key_and_rests_on_a_version():
    seen = []
    line = _line(lambda request: seen.append(request) or httpx.Response(200, json={}))
    line.post("/cases/1/sign/", {}, version='"3"')
    line.post("/cases/1/sign/", {}, version='"3"')
    assert [request.headers["If-Match"] for request in seen] == ['"3"', '"3"']
    assert seen[0].headers["Idempotency-Key"] != seen[1].headers["Idempotency-Key"]
    assert seen[0].headers["Authorization"] == "Bearer ccs_x"


@pytest.mark.parametrize("status", [409, 412, 403, 404])
def test_a_refusal_is_an_answer(status):
    assert _line(lambda _: httpx.Response(status, json={})).post("/x/", {}).status == status


def test_too_many_requests_are_waited_out():
    waits = []
    answer = _line(lambda _: httpx.Response(429, headers={"Retry-After": "7"}), waits).get("/cases/")
    assert (answer.status, waits) == (429, [7.0])


def test_a_failing_server_and_a_bad_token_are_told_apart():
    with pytest.raises(ServerAwayError):
        _line(lambda _: httpx.Response(502)).get("/cases/")
    with pytest.raises(TokenRefusedError):
        _line(lambda _: httpx.Response(401, json={})).get("/cases/")

    def refuse(request):
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(ServerAwayError):
        _line(refuse).get("/cases/")


def test_orders_follow_the_hours_and_the_pace():
    night, noon = at("2026-11-20 03:00"), at("2026-11-20 10:00")
    assert seconds_to_next_order(night, pace=1, luck=0.5) > 3 * seconds_to_next_order(noon, pace=1, luck=0.5)
    assert seconds_to_next_order(noon, pace=4, luck=0.5) == seconds_to_next_order(noon, pace=1, luck=0.5) / 4


def test_steps_come_one_after_the_other():
    received = at("2026-11-20 10:00")
    steps = ["verify", "sign", "contact", "reply", "review", "check", "callback"]

    def due(step):
        ages = range(0, 1200, 5)
        return next(
            a for a in ages if is_time(step, "1", received_at=received, now=received + timedelta(seconds=a), pace=1)
        )

    moments = [due(step) for step in steps]
    assert moments == sorted(moments)
    assert 15 <= moments[0] <= 95


def test_one_case_in_eight_is_left_to_people():
    alone = sum(is_left_alone(f"20261122-{n:06}") for n in range(2000))
    assert 180 < alone < 300


def test_new_orders_are_like_no_others(texts_town):
    start = at("2026-11-20 10:00")
    orders = [new_order(texts_town, now=start + timedelta(milliseconds=137 * n)) for n in range(1000)]
    assert len({order.content for order in orders}) == len({order.order_no for order in orders}) == 1000


def test_the_city_sends_an_order_again_now_and_then(texts_town):
    sent = []

    def take(request):
        sent.append(json.loads(request.content)["order_no"])
        return httpx.Response(201, json={})

    city = City(_line(take), texts_town, say=lambda _: None)
    for n in range(100):
        city.send(at("2026-11-20 10:00") + timedelta(seconds=n))
    assert len(set(sent)) == 100
    assert 1 <= len(sent) - 100 <= 15


@pytest.fixture
def tokens(tmp_path, monkeypatch):
    monkeypatch.setenv("CENTER_DATA_DIR", str(tmp_path))
    demo_file.write(demo_file.Demo(**TOKENS))


class FakeClock:
    """Every look at it is a second later, so that nothing has to wait."""

    def __init__(self):
        self.now = at("2026-11-20 10:00")

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


def _simulator(texts_town, handler, said) -> Simulator:
    http = httpx.Client(base_url="http://center", transport=httpx.MockTransport(handler))
    simulator = Simulator(http, clock=FakeClock(), say=said.append, town=texts_town)
    simulator.stop.wait = lambda seconds: False
    return simulator


def test_a_server_that_restarts_is_waited_for(texts_town, tokens):
    calls, said = Counter(), []

    def handler(request):
        calls["all"] += 1
        if 10 < calls["all"] < 14:
            raise httpx.ConnectError("refused", request=request)
        return httpx.Response(201, json={}) if request.method == "POST" else httpx.Response(200, json=EMPTY_PAGE)

    _simulator(texts_town, handler, said).run(until=at("2026-11-20 10:05"))
    assert sum(line.startswith("等待") for line in said) == 3
    assert "来件" in said[-1]


def test_a_missing_file_is_waited_for(texts_town, tmp_path, monkeypatch):
    monkeypatch.setenv("CENTER_DATA_DIR", str(tmp_path / "nowhere"))
    said = []
    _simulator(texts_town, lambda _: httpx.Response(200, json=EMPTY_PAGE), said).run(until=at("2026-11-20 10:01"))
    assert said
    assert all("demo.json" in line for line in said)


def test_told_to_stop_it_stops(texts_town, tokens):
    said = []
    simulator = _simulator(texts_town, lambda _: httpx.Response(201, json=EMPTY_PAGE), said)
    simulator.stop.set()
    simulator.run(until=None)
    assert said == []


def test_an_order_as_json_is_what_the_contract_takes(texts_town):
    body = as_json(new_order(texts_town, now=at("2026-11-20 10:00")))
    assert {"order_no", "source", "received_at", "request_kind", "urgency", "title", "content"} <= set(body)
    assert body["location"]["crs"] == "wgs84"


def test_a_grid_case_is_answered_with_a_photo_of_the_spot():
    sent = []
    case = {
        "case_no": "1", "order_no": "热线-L1", "state": "handling", "flow": "grid", "contacted_at": None,
        "received_at": "2026-11-24T08:00:00+08:00", "allowed_actions": ["reply"],
        "location": {"lon": 116.2, "lat": 39.9},
    }  # fmt: skip

    def handler(request):
        sent.append(request)
        is_upload = request.url.path.endswith("/attachments/")
        return httpx.Response(201, json={"id": "8e0c"}) if is_upload else httpx.Response(200, json=case)

    desk = Desk(_line(handler), lambda words: None, "handling")
    desk._act("1", case, at("2026-11-24 12:00"))
    assert [request.url.path.rsplit("/", 2)[-2] for request in sent] == ["1", "attachments", "reply"]
    assert b"\xff\xd8\xff" in sent[1].content
    assert json.loads(sent[2].content)["attachments"] == ["8e0c"]
