"""The reference client where the feed is long or forgets, and where strangers knock at its door."""

import json
import socket
import threading
import time

import httpx
import pytest

from command_center.demo.simulator.reference import client
from tests.enforcement.test_client import SECRET, Stopped, signed_by


def change(number):
    return {"subject": {"kind": "summons", "id": number}}


def page(*numbers, cursor, has_more=False):
    told = {"changes": [change(one) for one in numbers], "cursor": cursor, "has_more": has_more}
    return httpx.Response(200, json=told)


def rows(*numbers):
    return httpx.Response(200, json={"results": [{"number": one} for one in numbers], "next": None})


@pytest.fixture
def listening(tmp_path):
    """A department that listens once to a centre that gives these answers, from where it was; what it asked for."""

    def listen(*answers, cursor):
        given, asked = iter(answers), []

        def answer(request):
            asked.append(request.url.params.get("after", request.url.path))
            return next(given)

        http = httpx.Client(base_url="http://centre", transport=httpx.MockTransport(answer))
        department = client().Department(client().Centre(http, "token", Stopped()), client().Notebook(tmp_path / "n"))
        department.notebook.hear([], cursor=cursor)
        department.listen(wait=0)
        return department.notebook, asked

    return listen


def test_one_look_at_the_feed_goes_to_its_end(listening):
    pages = [page("1", cursor="a", has_more=True), page("2", cursor="b", has_more=True), page("3", cursor="c")]
    notebook, asked = listening(*pages, cursor="0")
    assert (sorted(notebook.open), notebook.cursor, asked) == (["1", "2", "3"], "c", ["0", "a", "b"])


def test_what_is_open_is_asked_for_in_the_same_look_that_finds_the_place_gone(listening):
    notebook, asked = listening(httpx.Response(410), page(cursor="z"), rows("1", "2"), cursor="0")
    assert (sorted(notebook.open), notebook.cursor) == (["1", "2"], "z")
    assert asked == ["0", "latest", "/api/v1/summonses/"]


@pytest.fixture
def door(tmp_path):
    notebook = client().Notebook(tmp_path / "n")
    server = client().receiver(notebook, SECRET, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("length", ["10000000000", "65537", "-1", "²", "1" * 5000])
def test_a_body_that_no_webhook_has_is_not_even_read(door, length):
    with socket.create_connection(("127.0.0.1", door.server_port), timeout=5) as line:
        line.sendall(f"POST / HTTP/1.1\r\nContent-Length: {length}\r\n\r\n".encode("latin-1"))
        assert line.makefile("rb").readline().split()[1] == b"413"


def test_whoever_says_nothing_more_is_let_go(door):
    door.RequestHandlerClass.timeout = 0.1
    with socket.create_connection(("127.0.0.1", door.server_port), timeout=30) as line:
        line.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")
        assert line.makefile("rb").read() == b""


def test_by_itself_it_waits_for_some_seconds_only(door):
    assert 1 <= door.RequestHandlerClass.timeout <= 30
    body = json.dumps({"data": {"subject": {"kind": "summons", "id": "S1-01"}}})
    told = httpx.post(f"http://127.0.0.1:{door.server_port}/", content=body,
                      headers=signed_by(SECRET, body, int(time.time())))  # fmt: skip
    assert told.status_code == 204
