"""Pure rules: when to try again, which addresses may be called, what a gateway is told."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.rules import sms
from notices.rules.addresses import may_be_called
from notices.rules.backoff import LIFETIMES, next_try
from notices.rules.kinds import is_kind
from notices.states import Channel
from tests.notices.conftest import NOON


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        ({"seconds": 0}, {"seconds": 10}),
        ({"seconds": 61}, {"minutes": 1}),
        ({"minutes": 30}, {"minutes": 5}),
        ({"hours": 5}, {"minutes": 30}),
        ({"hours": 20}, {"hours": 2}),
        ({"hours": 30}, {"hours": 6}),
        ({"hours": 70}, {"hours": 2}),  # the last try is at the very end
    ],
)
def test_the_longer_it_fails_the_longer_it_waits(age, wait):
    now = NOON + timedelta(**age)
    assert next_try("webhook", first_try_at=NOON, now=now) == now + timedelta(**wait)


def test_a_webhook_is_tried_for_three_days_and_then_no_more():
    tries, at = 0, NOON
    while at is not None:
        tries, last, at = tries + 1, at, next_try("webhook", first_try_at=NOON, now=at)
    assert last - NOON == timedelta(days=3)
    assert 40 < tries < 80


@given(channel=st.sampled_from(Channel.values), age=st.timedeltas(timedelta(0), timedelta(days=4)))
def test_the_next_try_is_later_and_within_the_time_of_the_channel(channel, age):
    now, end = NOON + age, NOON + LIFETIMES[channel]
    again = next_try(channel, first_try_at=NOON, now=now)
    assert (again is None) == (now >= end)
    assert again is None or now < again <= end


PRIVATE = """
    127.0.0.1 127.8.9.1 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1
    255.255.255.255 192.0.2.1 198.18.0.1 240.0.0.1 ::1 :: fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 ff02::1 2001:db8::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a00:1 2002:7f00:1:: 2002:a00:1::
    ::127.0.0.1 ::a00:1 ::ffff:0:7f00:1 64:ff9b:1::7f00:1 fec0::1 3fff::1 5f00::1 2001:0:7f00:1:: 100::1 192.88.99.1
"""
PUBLIC = "1.2.4.8 114.114.114.114 172.32.0.1 2400:3200::1 ::ffff:114.114.114.114 64:ff9b::7272:7272"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_what_is_not_public_is_never_called(address):
    assert not may_be_called(address, networks=(), is_plain=False)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_what_is_public_is_called_over_tls_alone(address):
    assert may_be_called(address, networks=(), is_plain=False)
    assert not may_be_called(address, networks=(), is_plain=True)


@pytest.mark.parametrize("address", ["10.20.0.7", "::ffff:10.20.0.7"])
def test_a_network_that_the_operator_names_is_called_in_any_way(address):
    networks = [ip_network("10.20.0.0/16"), ip_network("fd00::/8")]
    assert may_be_called(address, networks=networks, is_plain=True)
    assert not may_be_called("10.21.0.7", networks=networks, is_plain=True)


def test_kinds_are_one_kind_or_all_of_a_subject():
    wrong = ["case", "*", "case.", "Case.closed", "case.a.b", "a" * 70 + ".b"]
    assert all(is_kind(text) for text in ("case.closed", "case.*", "case.left_view"))
    assert not any(is_kind(text) for text in wrong)


def test_a_text_cannot_change_the_shape_of_what_the_gateway_gets():
    template = '{"to": ["{phone}"], "args": {"content": "【区中心】{text}"}, "n": 1}'
    filled = sms.body_of(template, values={"phone": "138", "text": '", "to": "evil{phone}'})
    assert filled["to"] == ["138"]
    assert filled["args"]["content"].startswith('【区中心】", "to": "evil')


@pytest.mark.parametrize(
    ("answer", "expect", "accepted"),
    [
        ("", "", True),
        ('{"code": 0}', "code=0", True),
        ('{"code": "0"}', "code=0", True),
        ('{"code": 17}', "code=0", False),
        ('{"ok": true}', "code=0", False),
        ("[0]", "code=0", False),
        ("<html>", "code=0", False),
    ],
)
def test_a_gateway_that_answers_200_to_everything_is_read(answer, expect, accepted):
    assert sms.is_accepted(answer, expect=expect) is accepted
