"""Notices that leave the house: who hears of them by which channel, when, and what counts as sent."""

import json
import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from notices.actions import notify
from notices.actions.claim_due import claim_due
from notices.channels import email, sms
from notices.models import ChannelRule, Contact, Delivery, Notice
from notices.sequencer import route_notices, sequence_all
from organizations.models import User
from organizations.secrets import phone_hash
from tests.notices.conftest import NOON
from tests.notices.receiver import receiving

PHONE = "139 0000 1234"


class Refusing(BaseEmailBackend):
    """A mail server that takes nothing and does not say so."""

    def send_messages(self, messages):
        return 0


@pytest.fixture(autouse=True)
def _rules(db, settings):
    """Alarms go out by message, reminders by mail."""
    ChannelRule.objects.create(level="alarm", channel="sms")
    ChannelRule.objects.create(level="warn", channel="email")
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "center@example.com"


@pytest.fixture
def person(greening):
    def make(name, phone=PHONE, **contact):
        facts = {"phone": phone, "phone_hash": phone_hash(phone)}
        user = User.objects.create(username=name, display_name=name, organization=greening, **facts)
        if contact:
            Contact.objects.create(user=user, **contact)
        return user

    return make


def tell(organization, level="alarm", deliver_after=None, **facts):
    usual = {"kind": "case.overdue", "subject_kind": "case", "subject_id": "1", "title": "1 号案件超期", "now": NOON}
    made = notify(organization_id=organization.pk, level=level, **(usual | facts))
    Notice.objects.filter(pk=made.pk).update(deliver_after=deliver_after)
    return made


def going():
    """(channel, name) of everything that is to go out."""
    sequence_all(now=NOON)
    return [(one.channel, one.recipient.username) for one in Delivery.objects.order_by("pk")]


def claimed(now=NOON):
    sequence_all(now=NOON)
    [one] = claim_due(limit=5, now=now)
    return one


def test_an_alarm_to_one_person_goes_to_that_telephone(greening, person):
    one, _other = person("one"), person("other")
    tell(greening, user_id=one.pk)
    assert going() == [("sms", "one")]


def test_what_goes_to_everybody_goes_out_to_those_who_asked_for_it(greening, person):
    person("asked", hears_organization=True)
    person("silent", by_sms=True)
    person("none")
    tell(greening)
    assert going() == [("sms", "asked")]


def test_whoever_wants_no_messages_gets_none(greening, person):
    tell(greening, user_id=person("one", by_sms=False).pk)
    assert going() == []


def test_whoever_left_no_address_gets_nothing(greening, person):
    tell(greening, user_id=person("one", phone="").pk)
    tell(greening, level="warn", user_id=person("two", email="").pk)
    tell(greening, level="warn", user_id=person("three").pk)
    assert going() == []


def test_a_closed_account_gets_nothing(greening, person):
    one = person("one")
    tell(greening, user_id=one.pk)
    User.objects.update(is_active=False)
    assert going() == []


def test_a_level_without_a_rule_stays_in_the_house(greening, person):
    tell(greening, level="info", user_id=person("one", email="a@example.com").pk)
    ChannelRule.objects.filter(level="alarm").update(is_active=False)
    tell(greening, user_id=User.objects.get().pk)
    assert going() == []
    assert not Notice.objects.filter(is_routed=False).exists()


def test_a_notice_is_routed_once(greening, person):
    tell(greening, user_id=person("one").pk)
    assert [route_notices(now=NOON), route_notices(now=NOON)] == [1, 0]
    assert Delivery.objects.count() == 1


def test_what_waits_for_the_morning_goes_out_in_the_morning_and_holds_nothing_back(greening, person):
    one = person("one")
    tell(greening, user_id=one.pk, deliver_after=NOON + timedelta(hours=9), title="明早再说")
    tell(greening, user_id=one.pk, title="马上")
    sequence_all(now=NOON)
    assert [d.notice.title for d in claim_due(limit=5, now=NOON)] == ["马上"]
    assert claim_due(limit=5, now=NOON + timedelta(seconds=10)) == []
    assert "明早再说" in [d.notice.title for d in claim_due(limit=5, now=NOON + timedelta(hours=9))]


def test_a_message_goes_through_the_gateway(greening, person, settings, caplog):
    caplog.set_level(logging.DEBUG)
    tell(greening, user_id=person("one").pk)
    with receiving(answers=lambda path, body: 200) as gateway:
        settings.SMS_GATEWAY, settings.SMS_TOKEN = gateway.url, "t0ken"
        outcome = sms.send(claimed(), now=NOON)
    [(headers, body)] = gateway.got
    assert outcome.is_delivered
    assert headers["Authorization"] == "Bearer t0ken"
    assert json.loads(body) == {
        "id": Delivery.objects.get().message_id.hex,
        "phone": "13900001234",
        "text": "1 号案件超期",
    }
    assert "13900001234" not in caplog.text


@pytest.mark.parametrize("status", [301, 400, 500])
def test_a_gateway_that_says_no_is_a_failure(greening, person, settings, status):
    tell(greening, user_id=person("one").pk)
    with receiving(answers=lambda path, body: status, headers={"Location": "/x"}) as gateway:
        settings.SMS_GATEWAY = gateway.url
        outcome = sms.send(claimed(), now=NOON)
    assert (outcome.is_delivered, outcome.status_code, len(gateway.got)) == (False, status, 1)


def test_a_gateway_that_says_200_without_the_word_for_success_is_a_failure(greening, person, settings):
    tell(greening, user_id=person("one").pk)
    with receiving(answers=lambda path, body: 200) as gateway:
        settings.SMS_GATEWAY, settings.SMS_EXPECT = gateway.url, "code=0"
        assert not sms.send(claimed(), now=NOON).is_delivered


def test_a_channel_that_nobody_has_set_up_is_a_failure_and_no_silence(greening, person, settings):
    tell(greening, user_id=person("one").pk)
    settings.SMS_GATEWAY = ""
    assert "CENTER_SMS_GATEWAY" in sms.send(claimed(), now=NOON).error
    Delivery.objects.all().delete()
    tell(greening, level="warn", user_id=person("two", email="two@example.com").pk)
    settings.EMAIL_HOST = ""
    assert "CENTER_EMAIL_HOST" in email.send(claimed(), now=NOON).error


def test_a_mail_is_sent(greening, person):
    tell(greening, level="warn", user_id=person("one", email="one@example.com").pk, body="请尽快处理")
    assert email.send(claimed(), now=NOON).is_delivered
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["one@example.com"], "1 号案件超期", "请尽快处理")


def test_a_mail_server_that_takes_nothing_is_a_failure(greening, person, settings):
    tell(greening, level="warn", user_id=person("one", email="one@example.com").pk)
    one = claimed()
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert not email.send(one, now=NOON).is_delivered
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    assert "ConnectionRefusedError" in email.send(one, now=NOON).error


def test_an_address_that_was_taken_back_meanwhile_is_the_end_of_it(greening, person, settings):
    settings.SMS_GATEWAY = "http://127.0.0.1:1/"
    tell(greening, user_id=person("one").pk)
    sequence_all(now=NOON)
    User.objects.update(phone="")
    outcome = sms.send(claimed(), now=NOON)
    assert (outcome.is_delivered, outcome.is_final) == (False, True)
