"""Reply and close reach the sender: by feed, by webhook, by `GET /orders/…`."""

import pytest

from cases.actions.callback import callback
from cases.actions.cancel import cancel
from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.reply import reply
from cases.actions.review import review
from cases.actions.sign import sign
from notices.channels.webhook import new_secret
from notices.models import Delivery, Endpoint, OutboxEntry
from notices.sequencer import sequence_all
from organizations.roles import Role
from tests import make
from tests.cases.life.test_callbacks import YES
from tests.cases.test_api import Api
from tests.make import MORNING, at


@pytest.fixture
def dispatcher(town):
    return make.person(town.centre, Role.DISPATCHER, Role.DUTY_SUPERVISOR, Role.CALLBACK_CLERK)


@pytest.fixture
def city(town, time_machine):
    time_machine.move_to(at("2026-11-24 12:00"))
    return Api(town.city, "orders:write", "cases:read", "changes:read")


def replied_case(town, dispatcher):
    case, officer = make.case(sender=town.city), make.person(town.streets[0], Role.STREET_OPERATOR)
    dispatch(case.pk, target=town.streets[0], actor=dispatcher, now=MORNING)
    sign(case.pk, actor=officer, now=MORNING)
    contact(case.pk, note="已约", actor=officer, now=MORNING)
    return reply(case.pk, text="已更换灯泡", actor=officer, now=MORNING)


def closed_case(town, dispatcher):
    case = replied_case(town, dispatcher)
    review(case.pk, is_accepted=True, actor=dispatcher, now=MORNING)
    return callback(case.pk, answers=YES, actor=dispatcher, now=at("2026-11-24 11:00"))


def answers_of(case) -> list[tuple[str, int]]:
    rows = OutboxEntry.objects.filter(subject_kind="order", subject_id=case.order_no).order_by("id")
    return [(row.kind, row.version) for row in rows]


def test_the_sender_alone_is_told_by_its_own_number(town, dispatcher):
    case = replied_case(town, dispatcher)
    entry = OutboxEntry.objects.get(subject_kind="order")
    assert (entry.kind, entry.subject_id, entry.version) == ("order.replied", case.order_no, case.version)
    assert list(entry.audience.values_list("organization", "left_view")) == [(town.city.pk, False)]


def test_reply_and_close_are_told_once_each(town, dispatcher):
    assert [kind for kind, _version in answers_of(closed_case(town, dispatcher))] == ["order.replied", "order.closed"]


def test_a_cancelled_order_is_an_end_too(town, dispatcher):
    case = cancel(make.case(sender=town.city).pk, reason="重复", actor=dispatcher, now=MORNING)
    assert answers_of(case) == [("order.closed", 2)]


def test_the_feed_brings_them_and_the_order_tells_the_rest(town, dispatcher, city):
    case = closed_case(town, dispatcher)
    sequence_all(now=at("2026-11-24 11:00"))
    told = [c for c in city.get("/changes/?after=0").json()["changes"] if c["subject"]["kind"] == "order"]
    assert [(c["kind"], c["subject"]["id"]) for c in told] == [
        ("order.replied", case.order_no), ("order.closed", case.order_no),
    ]  # fmt: skip
    order = city.get(f"/orders/{case.order_no}/?source=12345").json()
    assert (order["state"], order["closing"], order["version"]) == ("closed", "normal", told[-1]["version"])
    assert order["due_at"] == "2026-12-01T09:30:00+08:00"
    assert order["reply"]["text"] == "甲河街道 回复：已更换灯泡"
    assert order["callback"] == {
        "round": 1, "at": "2026-11-24T11:00:00+08:00", "way": "phone", "reached": True, "contacted": True,
        "solved": "yes", "satisfied": "satisfied",
    }  # fmt: skip


def test_a_webhook_that_asks_for_orders_gets_these_two(town, dispatcher):
    facts = {"secret": new_secret(), "created_at": MORNING, "created_by": "接口"}
    Endpoint.objects.create(organization=town.city, url="https://city.example/", kinds=["order.*"], **facts)
    Endpoint.objects.create(organization=town.streets[0], url="https://street.example/", kinds=["order.*"], **facts)
    case = closed_case(town, dispatcher)
    sequence_all(now=MORNING)
    sent = Delivery.objects.order_by("id").values_list("endpoint__organization__short_name", "kind", "subject_id")
    assert list(sent) == [("市热线", "order.replied", case.order_no), ("市热线", "order.closed", case.order_no)]
