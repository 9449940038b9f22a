"""回访: when, how often, by whom; what it leads to, and what the rates count."""

from datetime import time

import pytest

from cases.actions.callback import Answers, callback
from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.dispatch_waiting import dispatch_waiting
from cases.actions.record_callback import record_callback
from cases.actions.reply import reply
from cases.actions.review import review
from cases.actions.sign import sign
from cases.models import CallBack, ClockLimit, HandlingRules
from cases.rules.calling import next_calling_moment
from cases.rules.orders import Whereabouts
from kernel.errors import Refused, StaleVersion
from organizations.roles import Role
from tests import make
from tests.make import MORNING, at

YES = Answers(was_contacted=True, solved=CallBack.Solved.YES, satisfied=CallBack.Satisfied.SATISFIED)
NO = Answers(was_contacted=False, solved=CallBack.Solved.NO, satisfied=CallBack.Satisfied.DISSATISFIED)
CROSS = Answers(was_contacted=True, solved=CallBack.Solved.PARTLY, satisfied=CallBack.Satisfied.VERY_DISSATISFIED)


@pytest.fixture
def clerk(town):
    return make.person(town.centre, Role.CALLBACK_CLERK)


@pytest.fixture
def dispatcher(town):
    return make.person(town.centre, Role.DISPATCHER, Role.DUTY_SUPERVISOR)


@pytest.fixture
def replied(town, dispatcher):
    """Answered by the first street, waiting for the review."""
    ClockLimit.objects.create(
        clock_kind="callback", limit_value=2, limit_kind="work_day", counts_from="dispatched", valid_from="2020-01-01"
    )
    case, officer = make.case(sender=town.city), make.person(town.streets[0], Role.STREET_OPERATOR)
    dispatch(case.pk, target=town.streets[0], actor=dispatcher, now=MORNING)
    sign(case.pk, actor=officer, now=MORNING)
    contact(case.pk, note="已约", actor=officer, now=MORNING)
    return reply(case.pk, text="已办", actor=officer, now=MORNING)


def reviewed(case, dispatcher, when="2026-11-24 10:00"):
    return review(case.pk, is_accepted=True, actor=dispatcher, now=at(when))


def rules(**columns):
    HandlingRules.objects.create(valid_from="2026-01-01", **columns)


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        ("2026-11-24 08:59", "2026-11-24 09:00"),
        ("2026-11-24 09:00", "2026-11-24 09:00"),
        ("2026-11-24 19:59", "2026-11-24 19:59"),
        ("2026-11-24 20:00", "2026-11-25 09:00"),
        ("2026-12-31 23:30", "2027-01-01 09:00"),
    ],
)
def test_requesters_are_called_within_the_hours(moment, then):
    assert next_calling_moment(at(moment), begins=time(9), ends=time(20)) == at(then)


def test_an_accepted_reply_waits_for_the_call_with_a_clock_of_the_centre(town, replied, dispatcher):
    waiting = reviewed(replied, dispatcher, "2026-11-24 21:00")
    clock = waiting.clocks.get(kind="callback")
    assert (waiting.state, waiting.call_after) == ("callback", at("2026-11-25 09:00"))
    assert (clock.holder, clock.state, clock.due_at) == (town.centre, "running", at("2026-11-26 18:00"))


def test_the_call_concludes_and_stops_the_clock(replied, dispatcher, clerk):
    reviewed(replied, dispatcher)
    done = callback(replied.pk, answers=YES, way=CallBack.Way.SMS, actor=clerk, now=at("2026-11-24 11:00"))
    assert (done.state, done.closing, done.call_after) == ("closed", "normal", None)
    assert done.clocks.get(kind="callback").state == "met"
    row = done.callbacks.get()
    assert (row.way, row.was_contacted, row.solved, row.satisfied) == ("sms", True, "yes", "satisfied")


def test_a_late_call_is_judged_late(replied, dispatcher, clerk):
    reviewed(replied, dispatcher)
    done = callback(replied.pk, answers=YES, actor=clerk, now=at("2026-11-30 11:00"))
    assert done.clocks.get(kind="callback").state == "missed"


@pytest.mark.parametrize(
    ("called", "again"),
    [("2026-11-24 11:00", "2026-11-24 15:00"), ("2026-11-24 17:00", "2026-11-25 09:00")],
)
def test_who_was_not_reached_is_called_again_later_and_within_the_hours(replied, dispatcher, clerk, called, again):
    reviewed(replied, dispatcher)
    waiting = callback(replied.pk, answers=None, actor=clerk, now=at(called))
    assert (waiting.state, waiting.call_after) == ("callback", at(again))
    assert waiting.clocks.get(kind="callback").state == "running"


def test_attempts_in_a_row_are_no_attempts(replied, dispatcher, clerk):
    reviewed(replied, dispatcher)
    callback(replied.pk, answers=None, actor=clerk, now=at("2026-11-24 11:00"))
    with pytest.raises(Refused) as refused:
        callback(replied.pk, answers=None, actor=clerk, now=at("2026-11-24 11:02"))
    assert refused.value.code == "called_too_soon"
    assert "15:00" in str(refused.value)
    assert CallBack.objects.filter(case=replied).count() == 1
    done = callback(replied.pk, answers=YES, actor=clerk, now=at("2026-11-24 11:05"))
    assert done.state == "closed", "who rings back is heard at once"


def test_how_often_is_a_rule_and_the_end_says_that_nobody_was_reached(replied, dispatcher, clerk):
    rules(callback_attempts=2, callback_wait_minutes=30)
    reviewed(replied, dispatcher)
    first = callback(replied.pk, answers=None, actor=clerk, now=at("2026-11-24 11:00"))
    assert first.call_after == at("2026-11-24 11:30")
    last = callback(replied.pk, answers=None, actor=clerk, now=at("2026-11-24 11:30"))
    assert (last.state, last.closing, last.clocks.get(kind="callback").state) == ("closed", "unreached", "met")


def test_unsolved_is_handled_again_until_the_cap_of_the_rules(replied, dispatcher, clerk):
    rules(round_cap=1)
    reviewed(replied, dispatcher)
    done = callback(replied.pk, answers=NO, actor=clerk, now=at("2026-11-24 11:00"))
    assert (done.state, done.round, done.closing) == ("closed", 1, "normal")


def test_an_unsolved_round_ends_the_wait_and_its_clock(replied, dispatcher, clerk):
    reviewed(replied, dispatcher)
    again = callback(replied.pk, answers=NO, note="还在漏水", actor=clerk, now=at("2026-11-24 11:00"))
    assert (again.state, again.round, again.call_after, again.closing) == ("handling", 2, None, "")
    assert again.clocks.get(kind="callback").state == "met"
    assert again.events.last().text == "退回 甲河街道 继续办理：还在漏水"


def test_in_a_new_round_the_unit_speaks_with_the_requester_anew(town, replied, dispatcher, clerk):
    reviewed(replied, dispatcher)
    again = callback(replied.pk, answers=NO, actor=clerk, now=at("2026-11-24 11:00"))
    contacts = again.clocks.filter(kind="contact").order_by("id").values_list("state", "holder__short_name")
    assert (again.contacted_at, list(contacts)) == (None, [("met", "甲河街道"), ("running", "甲河街道")])
    officer = make.person(town.streets[0], Role.STREET_OPERATOR)
    with pytest.raises(Refused) as refusal:
        reply(again.pk, text="已办", actor=officer, now=at("2026-11-24 14:00"))
    assert refusal.value.code == "contact_first"


def test_dissatisfied_alone_is_no_new_round(replied, dispatcher, clerk):
    reviewed(replied, dispatcher)
    assert callback(replied.pk, answers=CROSS, actor=clerk, now=at("2026-11-24 11:00")).state == "closed"


def test_what_was_answered_at_once_and_not_solved_goes_to_dispatch_like_any_case(town, replied, clerk):
    case = make.case(sender=town.city, whereabouts=Whereabouts(street=town.area.streets[0].name))
    case.clocks.all().update(state="met", stopped_at=MORNING, next_alarm_at=None)
    case = make.put(case, "callback", call_after=MORNING)
    again = callback(case.pk, answers=NO, actor=clerk, now=at("2026-11-24 11:00"))
    assert (again.state, again.round, again.is_held) == ("pending_dispatch", 2, False)
    assert again.due_at == at("2026-12-01 11:00")
    running = again.clocks.filter(state="running").values_list("kind", "holder__short_name")
    assert set(running) == {("dispatch", "指挥中心"), ("handle", "指挥中心")}
    dispatch_waiting(now=at("2026-11-24 11:01"))
    again.refresh_from_db()
    assert (again.state, again.lead, again.due_at) == ("dispatched", town.streets[0], at("2026-12-01 11:00"))


def test_of_two_clerks_the_second_learns_what_the_first_has_done(replied, dispatcher, clerk):
    seen = reviewed(replied, dispatcher).version
    callback(replied.pk, answers=None, actor=clerk, now=at("2026-11-24 11:00"), expected_version=seen)
    with pytest.raises(StaleVersion) as stale:
        callback(replied.pk, answers=YES, actor=clerk, now=at("2026-11-24 11:01"), expected_version=seen)
    assert [change["text"] for change in stale.value.details["changes"]] == ["回访未联系上（第 1 次）"]
    callback(replied.pk, answers=YES, actor=clerk, now=at("2026-11-24 11:02"))
    with pytest.raises(Refused) as late:
        callback(replied.pk, answers=YES, actor=clerk, now=at("2026-11-24 11:03"))
    assert (late.value.code, replied.callbacks.count()) == ("wrong_state", 2)


def test_the_citys_call_is_judged_by_its_own_time(replied, dispatcher, clerk):
    reviewed(replied, dispatcher)
    called, known = at("2026-11-25 11:00"), at("2026-12-07 09:00")
    done = callback(replied.pk, answers=YES, way=CallBack.Way.CITY, called_at=called, actor=clerk, now=known)
    assert (done.closed_at, done.callbacks.get().at, done.clocks.get(kind="callback").state) == (known, called, "met")


def test_a_call_of_the_city_after_the_end_is_written_down_once_and_nothing_else(replied, dispatcher, clerk):
    reviewed(replied, dispatcher)
    closed = callback(replied.pk, answers=YES, actor=clerk, now=at("2026-11-24 11:00"))
    called = {"called_at": at("2026-11-26 10:00"), "actor": clerk, "now": at("2026-11-27 09:00")}
    later = record_callback(closed.pk, answers=NO, **called)
    assert (later.state, later.closed_at, later.version) == ("closed", closed.closed_at, closed.version + 1)
    assert (later.callbacks.first().is_imported, later.callbacks.first().way) == (True, "city")
    with pytest.raises(Refused) as refusal:
        record_callback(closed.pk, answers=NO, **called)
    assert (refusal.value.code, later.callbacks.count()) == ("callback_known", 2)
