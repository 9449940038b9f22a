"""The driving processes against a tiny server of the test."""

import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.driving import drive_closed, drive_open
from bench.driving.caller import Caller
from bench.flows import Act, Look, PostBatches, PostOrders, Walk


class TinyServer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._answer()

    def do_POST(self):
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer()

    def _answer(self):
        self.server.asked[self.path] += 1
        self.send_response(404 if self.path == "/absent" else 200)
        for name, value in (("Content-Length", "2"), ("X-Bench-Statements", "3"), ("X-Bench-Milliseconds", "1.50")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    found = ThreadingHTTPServer(("127.0.0.1", 0), TinyServer)
    found.asked, found.bodies = Counter(), []
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def url(server):
    return f"http://127.0.0.1:{server.server_address[1]}"


def test_a_closed_loop_asks_every_address_from_two_processes(server, url):
    flow = Look("page", {}, ["/a", "/b"])
    load = drive_closed(flow, url, clients=3, seconds=0.5, warm_up=0.1)
    assert set(server.asked) == {"/a", "/b"}
    assert load.errors == 0
    assert load.figures()["sql"] == 3
    assert load.completed > 0


def test_an_open_loop_arrives_as_often_as_it_was_told(url):
    load = drive_open(Look("page", {}, ["/a"]), url, rate=50, seconds=1.0, warm_up=0.2, most_at_once=4)
    assert len(load.samples) == 50


def test_a_walk_asks_every_address_as_often_and_ends_when_it_has(server, url):
    flow = Walk({}, [("page a", "/a"), ("page b", "/b")], rounds=3)
    load = drive_closed(flow, url, clients=1, seconds=60, warm_up=0)
    assert server.asked == {"/a": 3, "/b": 3}
    assert (len(load.only("page a").samples), len(load.samples)) == (3, 6)
    assert load.seconds < 30


def test_an_answer_that_is_no_success_is_an_error(url):
    load = drive_closed(Look("page", {}, ["/absent"]), url, clients=1, seconds=0.2, warm_up=0)
    assert load.errors == len(load.samples) > 0


def test_a_server_that_is_not_there_is_an_error_and_no_crash():
    caller = Caller("http://127.0.0.1:9")
    assert caller.get("page", "/", {}).status == 0
    assert caller.samples[0].is_error


def test_each_turn_posts_a_number_of_its_own(server, url):
    orders, caller = PostOrders({}, ['{"order_no": "@number@"}'], "m"), Caller(url)
    for turn in (0, 7):
        orders(caller, turn)
    PostBatches(orders, 2)(caller, 4)
    caller.close()
    assert server.bodies == [
        '{"order_no": "m-0"}',
        '{"order_no": "m-7"}',
        '{"orders": [{"order_no": "m-8"},{"order_no": "m-9"}]}',
    ]


def test_a_prepared_case_is_acted_on_once(server, url):
    load = drive_closed(
        Act("sign", "{}", [("c1", "t"), ("c2", "t"), ("c3", "t")]), url, clients=2, seconds=0.3, warm_up=0
    )
    assert len(load.samples) == 3
    assert set(server.asked.values()) == {1}
