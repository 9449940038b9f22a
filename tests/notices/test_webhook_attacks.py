"""Receivers that mean harm, and addresses that lead where we must not call, in every spelling."""

import socket
import threading
from contextlib import contextmanager

import httpx
import pytest

from kernel.errors import Invalid
from notices.actions.register_endpoint import register_endpoint
from notices.channels import webhook
from notices.channels.guarded import look_up
from notices.models import Delivery
from organizations.scopes import ApiScope
from tests import make
from tests.notices.conftest import NOON, tell
from tests.notices.receiver import HERE, receiving

# What the machine's own resolver takes for 127.0.0.1 or 169.254.169.254, without asking anybody.
SPELLINGS = [
    "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "0",
    "0.0.0.0", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]", "[fe80::1]", "[fc00::1]",
    "[fec0::1]", "localhost", "１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1", "10.1", "172.16.1", "192.168.257",
]  # fmt: skip
DISGUISES = [
    "https://receiver.example@127.0.0.1/", "https://receiver.example:443@10.0.0.1/", "https://127.0.0.1#@receiver.example/",
    "https://127.0.0.1\\@receiver.example/", "https://127.0.0.1?@receiver.example/", "https://@127.0.0.1/",
    "https://receiver.example%40127.0.0.1/", "https://127.0.0.1%2f@receiver.example/", "https:127.0.0.1", "https:///127.0.0.1/",
    "https://127.0.0.1:99999/", "https://127.0.0.1:0/", "https://127.0.0.1:-1/", "file:///etc/passwd", "gopher://127.0.0.1:6379/",
    "//127.0.0.1/", "https://127.0.0.1\r\nHost: receiver.example/", "https://[::1", "https://127.0.0.1\0.receiver.example/",
]  # fmt: skip


@pytest.fixture
def manager(greening):
    return make.system(greening, ApiScope.WEBHOOKS_MANAGE)


@pytest.fixture
def delivery(greening, endpoint):
    """One change on its way to `url`, which came past the door as if it had been registered long ago."""

    def to(url):
        endpoint(greening, url)
        tell("261122000001", audience=[greening])
        return Delivery.objects.select_related("endpoint").get()

    return to


@pytest.fixture
def nobody_is_called(monkeypatch):
    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", lambda *_, **__: pytest.fail("connected"))


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_an_inner_address_is_registered(manager, host):
    with pytest.raises(Invalid) as refused:
        register_endpoint(url=f"https://{host}/hook", actor=manager, now=NOON)
    assert refused.value.errors[0].code in {"address_refused", "invalid"}


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_an_inner_address_is_called(delivery, nobody_is_called, host):
    try:
        outcome = webhook.send(delivery(f"https://{host}/hook"), now=NOON)
    except httpx.InvalidURL:  # no address at all: `sending` makes a failure of it
        return
    assert not outcome.is_delivered


@pytest.mark.parametrize("url", DISGUISES)
def test_no_disguise_is_registered(manager, url):
    """However many parts of the address look like somebody else."""
    names = []

    def resolve(host, port):
        names.append(host)
        return look_up(host, port)

    with pytest.raises(Invalid):
        register_endpoint(url=url, resolve=resolve, actor=manager, now=NOON)
    assert "receiver.example" not in names


@pytest.mark.parametrize("location", ["http://169.254.169.254/latest/", "https://[::1]/", "//127.0.0.1/", "/again"])
def test_a_redirect_inside_is_a_failure_and_no_more(delivery, settings, location):
    settings.WEBHOOK_NETWORKS = HERE
    with receiving(answers=lambda path, body: 307, headers={"Location": location}) as receiver:
        outcome = webhook.send(delivery(receiver.url), now=NOON)
    assert (outcome.is_delivered, outcome.status_code, len(receiver.got)) == (False, 307, 1)


def test_a_name_that_changes_between_two_sendings_is_judged_anew(delivery, nobody_is_called):
    """It was public when it was registered."""
    one = delivery("https://rebinding.example/")
    outcome = webhook.send(one, now=NOON, resolve=lambda host, port: ["169.254.169.254"])
    assert "不允许" in outcome.error


@contextmanager
def saying(*parts: bytes):
    """Whoever calls is told these bytes, and hung up on."""

    def answer():
        visitor, _address = server.accept()
        with visitor:
            visitor.recv(65_536)
            for part in parts:
                try:
                    visitor.sendall(part)
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        at_work = threading.Thread(target=answer, daemon=True)
        at_work.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        at_work.join(20)


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [b"HTTP/1.1 2"],
        [b"HTTP/1.1 200 OK\r\nContent-Le"],
        [b"HTTP/1.1 200 OK\r\n", *[b"X-Filler: " + b"x" * 8_000 + b"\r\n"] * 500],
        [b"HTTP/1.1 200 OK\r\nX: " + b"x" * 4_000_000],
        [b"HTTP/1.1 100 Continue\r\n\r\n"] * 3,
        [b"HTTP/1.1 99999 Yes\r\n\r\n"],
        [b"\xff" * 300_000],
    ],
)
def test_what_is_no_whole_answer_is_a_failure(delivery, settings, parts):
    settings.WEBHOOK_NETWORKS = HERE
    with saying(*parts) as url:
        outcome = webhook.send(delivery(url), now=NOON)
    assert (outcome.is_delivered, outcome.is_final) == (False, False)


def test_a_yes_before_the_line_is_cut_is_a_yes(delivery, settings):
    """Its body was promised and never came: it had decided already."""
    settings.WEBHOOK_NETWORKS = HERE
    with saying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhal") as url:
        assert webhook.send(delivery(url), now=NOON).is_delivered
