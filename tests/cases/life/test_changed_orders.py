"""What was granted outlives a change of the order: more time, the time on the shelf, another round."""

from dataclasses import replace

import pytest

from cases.actions.callback import Answers, callback
from cases.actions.change_order import change_order
from cases.actions.contact import contact
from cases.actions.decide_extension import decide_extension
from cases.actions.decide_shelving import decide_shelving
from cases.actions.dispatch import dispatch
from cases.actions.receive import receive
from cases.actions.reply import reply
from cases.actions.request_extension import request_extension
from cases.actions.request_shelving import request_shelving
from cases.actions.resume_shelved import resume_shelved
from cases.actions.review import review
from cases.actions.sign import sign
from cases.models import CallBack
from tests import make
from tests.make import at

# Seven natural days from here: due on 16 February at 9:00.
CAME, SHELVED, BACK = at("2026-02-09 09:00"), at("2026-02-11 09:00"), at("2026-02-18 00:00")
UNSOLVED = Answers(was_contacted=True, solved=CallBack.Solved.NO, satisfied=CallBack.Satisfied.DISSATISFIED)


@pytest.fixture
def hotline(town):
    return make.system(town.city, "orders:write")


@pytest.fixture
def order():
    return make.order(received_at=CAME)


@pytest.fixture
def case(order, hotline, town, officer, centre):
    case = receive(order, actor=hotline, now=CAME).case
    dispatch(case.pk, target=town.streets[0], actor=centre, now=CAME)
    sign(case.pk, actor=officer, now=CAME)
    return contact(case.pk, note="已约", actor=officer, now=CAME)


@pytest.fixture
def change(case, order, hotline):
    def change(*, now, **facts):
        return change_order(case.pk, replace(order, **facts), actor=hotline, now=now)

    return change


@pytest.fixture
def shelved(case, officer, supervisor):
    facts = {"reason": "冬季不能施工", "plan": "节后复工即修", "until": BACK}
    request_shelving(case.pk, **facts, actor=officer, now=SHELVED)
    return decide_shelving(case.pk, is_approved=True, actor=supervisor, now=SHELVED)


def test_granted_time_is_not_taken_away(case, change, officer, supervisor):
    until = at("2026-02-20 18:00")
    request_extension(case.pk, reason="等配件", until=until, is_requester_told=True, actor=officer, now=CAME)
    decide_extension(case.pk, is_approved=True, actor=supervisor, now=CAME)
    changed = change(urgency="urgent", now=at("2026-02-10 09:00"))
    assert (changed.urgency, changed.due_at, case.clocks.filter(kind="handle").count()) == ("urgent", until, 1)
    assert changed.events.last().text == "来件更改了内容；已准予延期、已超期或已重新办理，应办结时间未随之改变"


def test_on_the_shelf_the_new_limit_stands_still_from_when_the_case_was_shelved(shelved, change):
    change(reply_due_at=at("2026-02-14 09:00"), now=at("2026-02-12 09:00"))
    clock = shelved.clocks.get(kind="handle", state="paused")
    assert clock.paused_at == SHELVED
    resume_shelved(now=BACK)
    shelved.refresh_from_db()
    assert shelved.due_at == at("2026-02-21 00:00")


def test_the_time_on_the_shelf_stays_uncounted_however_often_the_order_changes(shelved, change):
    change(reply_due_at=at("2026-02-14 09:00"), now=at("2026-02-12 09:00"))
    resume_shelved(now=BACK)
    changed = change(reply_due_at=at("2026-02-15 09:00"), now=at("2026-02-18 10:00"))
    assert changed.due_at == at("2026-02-22 00:00")


def test_a_new_round_keeps_its_own_limit(case, change, officer, centre):
    reply(case.pk, text="已办", actor=officer, now=at("2026-02-10 09:00"))
    review(case.pk, is_accepted=True, actor=centre, now=at("2026-02-10 10:00"))
    again = callback(case.pk, answers=UNSOLVED, actor=centre, now=at("2026-02-12 09:00"))
    assert again.due_at == at("2026-02-19 09:00")
    assert change(urgency="urgent", now=at("2026-02-12 10:00")).due_at == at("2026-02-19 09:00")
