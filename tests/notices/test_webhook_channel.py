"""One POST: signed, to an address that was judged, within its time; and whatever is no clear yes is a failure."""

import json
import socket
import ssl
import threading
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
from standardwebhooks import Webhook

from notices.channels import sending, webhook
from notices.models import Delivery
from tests.notices.conftest import NOON, tell
from tests.notices.receiver import HERE, receiving


@pytest.fixture(autouse=True)
def _this_machine_may_be_called(settings):
    settings.WEBHOOK_NETWORKS = HERE


@pytest.fixture
def delivery(greening, endpoint):
    """One change on its way to `url`."""

    def make(url):
        endpoint(greening, url)
        tell("261122000001", audience=[greening])
        return Delivery.objects.select_related("endpoint").get()

    return make


def test_the_receiver_can_verify_what_it_gets(delivery):
    with receiving() as receiver:
        one = delivery(receiver.url)
        assert webhook.send(one, now=datetime.now(UTC)).status_code == 204
    [(headers, body)] = receiver.got
    said = Webhook(str(one.endpoint.secret)).verify(body, headers)
    assert said == {
        "type": "case.signed",
        "timestamp": "2026-11-22T20:00:00+08:00",
        "data": {"id": one.change, "subject": {"kind": "case", "id": "261122000001"}, "version": 1},
    }
    assert headers["host"] == receiver.url.split("/")[2]
    assert headers["content-type"] == "application/json; charset=utf-8"


def test_every_attempt_carries_the_same_id_and_the_same_text(delivery):
    with receiving(answers=lambda path, body: 500) as receiver:
        one = delivery(receiver.url)
        for _attempt in range(2):
            webhook.send(one, now=NOON)
    assert receiver.ids == [one.webhook_id] * 2
    assert receiver.got[0][1] == receiver.got[1][1]


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_a_clear_yes_is_delivered(delivery, status):
    with receiving(answers=lambda path, body: status) as receiver:
        outcome = webhook.send(delivery(receiver.url), now=NOON)
    assert (outcome.is_delivered, outcome.status_code, outcome.error) == (True, status, "")


@pytest.mark.parametrize("status", [300, 304, 400, 401, 404, 408, 410, 429, 500, 503])
def test_anything_else_is_a_failure(delivery, status):
    with receiving(answers=lambda path, body: status) as receiver:
        outcome = webhook.send(delivery(receiver.url), now=NOON)
    assert (outcome.is_delivered, outcome.status_code, outcome.is_gone) == (False, status, status == 410)
    assert str(status) in outcome.error


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(delivery, status):
    with (
        receiving() as elsewhere,
        receiving(answers=lambda path, body: status, headers={"Location": elsewhere.url}) as receiver,
    ):
        outcome = webhook.send(delivery(receiver.url), now=NOON)
    assert not outcome.is_delivered
    assert elsewhere.got == []


def test_a_receiver_that_hangs_costs_its_time_and_no_more(delivery, monkeypatch):
    monkeypatch.setattr(webhook, "PATIENCE_SECONDS", 0.2)
    with receiving(answers=lambda path, body: 0) as receiver:
        outcome = webhook.send(delivery(receiver.url), now=NOON)
    assert "没有应答" in outcome.error


def test_a_receiver_that_drips_costs_its_time_and_no_more(delivery, monkeypatch):
    """Each byte comes soon enough; all of them never."""
    monkeypatch.setattr(webhook, "PATIENCE_SECONDS", 0.3)
    over = threading.Event()

    def drip(server):
        visitor, _address = server.accept()
        with visitor:
            visitor.recv(65_536)
            visitor.sendall(b"HTTP/1.1 200 OK\r\n")
            while not over.wait(0.02):
                try:
                    visitor.sendall(b"x")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = threading.Thread(target=drip, args=[server])
        dripping.start()
        outcome = webhook.send(delivery(f"http://127.0.0.1:{server.getsockname()[1]}/"), now=NOON)
        over.set()
        dripping.join()
    assert not outcome.is_delivered


def test_a_yes_is_a_yes_whatever_its_body_does(delivery, monkeypatch):
    """Only the status is read: neither a gigabyte nor a body that never comes can hold us up."""
    monkeypatch.setattr(webhook, "PATIENCE_SECONDS", 0.5)
    with receiving(headers={"Content-Length": str(10**9)}, answers=lambda path, body: 200) as receiver:
        assert webhook.send(delivery(receiver.url), now=NOON).is_delivered


def test_nobody_at_home_is_a_failure(delivery):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    outcome = webhook.send(delivery(f"http://127.0.0.1:{port}/"), now=NOON)
    assert "ConnectError" in outcome.error


def test_who_speaks_no_http_is_a_failure(delivery):
    def answer(server):
        visitor, _address = server.accept()
        with visitor:
            visitor.recv(65_536)
            visitor.sendall(b"220 mail.example ESMTP\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, args=[server], daemon=True).start()
        outcome = webhook.send(delivery(f"http://127.0.0.1:{server.getsockname()[1]}/"), now=NOON)
    assert "RemoteProtocolError" in outcome.error


def test_a_name_is_looked_up_once_and_that_address_is_called(delivery):
    """A name server that changes its mind between the judgement and the call has no second say."""
    with receiving() as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        one, asked = delivery(f"http://rebinding.example:{port}/hook"), []

        def resolve(host, port):
            asked.append(host)
            return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

        assert webhook.send(one, now=NOON, resolve=resolve).is_delivered
    assert asked == ["rebinding.example"]
    assert receiver.got[0][0]["host"] == f"rebinding.example:{port}"


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], ["169.254.169.254"], ["::ffff:10.0.0.1"], ["fd00::1"], ["1.2.4.8", "10.0.0.1"]]
)
def test_a_name_that_leads_inside_is_not_called_even_once(delivery, addresses, monkeypatch):
    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", lambda *_, **__: pytest.fail("connected"))
    outcome = webhook.send(delivery("https://evil.example/"), now=NOON, resolve=lambda host, port: addresses)
    assert (outcome.is_delivered, outcome.is_final) == (False, False)
    assert "不允许" in outcome.error


def test_a_name_that_leads_nowhere_is_a_failure(delivery):
    outcome = webhook.send(delivery("https://gone.example/"), now=NOON, resolve=lambda host, port: [])
    assert "解析" in outcome.error


def test_numbers_that_resolvers_take_for_addresses_are_judged_as_addresses(delivery, settings):
    settings.WEBHOOK_NETWORKS = [ip_network("10.9.9.0/24")]
    assert "不允许" in webhook.send(delivery("https://2130706433/"), now=NOON).error


def test_the_name_and_not_the_address_is_what_the_certificate_must_show(delivery, monkeypatch):
    asked = []

    def wrap(self, ssl_context, server_hostname=None, timeout=None):
        asked.append((server_hostname, ssl_context.check_hostname, ssl_context.verify_mode))
        raise ssl.SSLCertVerificationError

    monkeypatch.setattr("httpcore._backends.sync.SyncStream.start_tls", wrap)
    with socket.create_server(("127.0.0.1", 0)) as server:
        one = delivery(f"https://named.example:{server.getsockname()[1]}/")
        with pytest.raises(ssl.SSLCertVerificationError):
            webhook.send(one, now=NOON, resolve=lambda host, port: ["127.0.0.1"])
    assert asked == [("named.example", True, ssl.CERT_REQUIRED)]


def test_a_fault_of_ours_is_a_failure_too(delivery, monkeypatch):
    monkeypatch.setitem(sending.SENDERS, "webhook", lambda *_, **__: json.loads("{"))
    outcome = sending.send(delivery("https://receiver.example/"), now=NOON)
    assert (outcome.is_delivered, "JSONDecodeError" in outcome.error) == (False, True)
