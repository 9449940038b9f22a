"""Answered at once, handed over, closed specially; hard cases; reopening."""

import json
import threading
from datetime import date

import pytest
from django.db import connection
from django.test import Client

from cases.actions.answer import answer
from cases.actions.callback import Answers, callback
from cases.actions.close_special import close_special
from cases.actions.dispatch import dispatch
from cases.actions.hand_over import EmergencyLine, hand_over
from cases.actions.mark_hard import mark_hard
from cases.actions.reopen import reopen
from cases.models import CallBack, Case, CaseRelation, HandlingRules
from cases.queries.filters import CaseFilter
from cases.queries.search import matching
from kernel.errors import Refused
from organizations.roles import Role
from tests import make
from tests.conftest import build_town
from tests.make import MORNING, at

TEN = at("2026-11-24 10:00")


@pytest.fixture
def question(town):
    return make.case(sender=town.city, request_kind="consultation")


def clocks(case):
    return dict(case.clocks.order_by("id").values_list("kind", "state"))


def test_a_consultation_is_answered_at_once(question, centre):
    done = answer(question.pk, text="工作日九点至十七点办理", actor=centre, now=TEN)
    assert (done.state, done.closing, done.replied_at) == ("closed", "answered", TEN)
    assert clocks(done) == {"dispatch": "cancelled", "handle": "met"}
    assert [e.kind for e in done.events.all()] == ["received", "answered", "closed"]


def test_whoever_wishes_is_called_back(question, centre):
    waits = answer(question.pk, text="九点至十七点", wants_call=True, actor=centre, now=TEN)
    assert (waits.state, clocks(waits)["dispatch"], clocks(waits)["handle"]) == ("callback", "cancelled", "met")
    said = Answers(True, CallBack.Solved.YES, CallBack.Satisfied.VERY)
    assert callback(question.pk, answers=said, actor=centre, now=at("2026-11-24 11:00")).state == "closed"


def test_an_answer_after_the_limit_is_late(question, centre):
    late = answer(question.pk, text="答复", actor=centre, now=at("2026-12-02 10:00"))
    assert clocks(late)["handle"] == "missed"


def test_a_complaint_is_dispatched_not_answered(town, centre):
    with pytest.raises(Refused) as refusal:
        answer(make.case(sender=town.city).pk, text="知道了", actor=centre, now=TEN)
    assert refusal.value.code == "not_a_consultation"


def test_an_emergency_goes_to_its_own_line(town, centre):
    done = hand_over(make.case(sender=town.city).pk, line=EmergencyLine.FIRE, words="已转接", actor=centre, now=TEN)
    assert (done.state, done.closing, clocks(done)) == (
        "closed", "handed_over", {"dispatch": "cancelled", "handle": "met"},
    )  # fmt: skip
    assert done.events.last().text == "移交 119 火警，办结：已转接"


def test_a_supervisor_closes_specially_and_the_limit_is_judged(town, centre):
    case = dispatch(make.case(sender=town.city).pk, target=town.streets[0], actor=centre, now=MORNING)
    done = close_special(case.pk, reason="房屋已拆除", actor=centre, now=at("2026-12-02 10:00"))
    assert (done.state, done.closing) == ("closed", "special")
    assert clocks(done) == {"dispatch": "met", "handle": "missed", "sign": "cancelled"}


def test_a_hard_case_is_marked_found_and_let_go(town, centre):
    case, other = make.case(sender=town.city), make.case(sender=town.city)
    hard = mark_hard(case.pk, is_hard=True, reason="产权不清", actor=centre, now=TEN)
    assert list(CaseFilter({"hard": "true"}, Case.objects.all(), now=TEN).qs) == [hard]
    assert list(CaseFilter({"hard": "false"}, Case.objects.all(), now=TEN).qs) == [other]
    with pytest.raises(Refused) as refusal:
        mark_hard(case.pk, is_hard=True, reason="产权不清", actor=centre, now=TEN)
    assert refusal.value.code == "hard_already"
    assert not mark_hard(case.pk, is_hard=False, reason="已协调", actor=centre, now=TEN).is_hard


@pytest.fixture
def closed(town, centre):
    case = make.case(sender=town.city)
    return hand_over(case.pk, line=EmergencyLine.POLICE, actor=centre, now=TEN)


def test_a_closed_matter_comes_up_again_as_a_new_case(closed, centre):
    before = {f.name: getattr(closed, f.name) for f in Case._meta.fields if f.name not in {"version", "search"}}
    new = reopen(closed.pk, reason="问题又出现", actor=centre, now=at("2026-12-01 09:00"))
    assert (new.order_no, new.source, new.state) == (f"{closed.order_no}-R1", closed.source, "pending_dispatch")
    assert (new.received_at, new.due_at, new.version) == (at("2026-12-01 09:00"), at("2026-12-08 09:00"), 1)
    assert (new.title, new.sender_id, new.requester.phone) == (closed.title, closed.sender_id, "19900001234")
    assert new.requester.pk != closed.requester.pk
    assert clocks(new) == {"dispatch": "running", "handle": "running"}
    assert new in matching(Case.objects.all(), "路灯不亮")
    relation = CaseRelation.objects.get()
    assert (relation.case, relation.earlier, relation.kind) == (new, closed, "reopened")
    old = Case.objects.get(pk=closed.pk)
    assert {name: getattr(old, name) for name in before} == before
    assert (old.version, old.events.last().data) == (closed.version + 1, {"case": new.case_no})


def test_a_case_is_reopened_once_the_new_one_may_be_again(closed, centre):
    new = reopen(closed.pk, reason="又出现", actor=centre, now=at("2026-12-01 09:00"))
    with pytest.raises(Refused) as refusal:
        reopen(closed.pk, reason="又出现", actor=centre, now=at("2026-12-01 09:01"))
    assert (refusal.value.code, refusal.value.details["case"]) == ("reopened_already", new.case_no)
    hand_over(new.pk, line=EmergencyLine.POLICE, actor=centre, now=at("2026-12-01 10:00"))
    third = reopen(new.pk, reason="第三次", actor=centre, now=at("2026-12-02 09:00"))
    assert third.order_no == f"{closed.order_no}-R2"


@pytest.mark.parametrize("length", [60, 64])
def test_the_longest_order_number_still_gets_its_successor(town, centre, length):
    case = make.case(sender=town.city, order_no="长" * length)
    hand_over(case.pk, line=EmergencyLine.POLICE, actor=centre, now=TEN)
    assert len(reopen(case.pk, reason="又出现", actor=centre, now=TEN).order_no) <= 64


def test_after_its_days_a_matter_is_a_new_request(closed, centre):
    HandlingRules.objects.create(valid_from=date(2024, 1, 1), reopen_days=7)
    with pytest.raises(Refused) as refusal:
        reopen(closed.pk, reason="又出现", actor=centre, now=at("2026-12-01 10:01"))
    assert refusal.value.code == "too_late_to_reopen"
    assert reopen(closed.pk, reason="又出现", actor=centre, now=at("2026-12-01 10:00")).state == "pending_dispatch"


def test_a_reopened_grid_case_is_filed_again(report, centre):
    case = close_special(report().pk, reason="误关", actor=centre, now=TEN)
    new = reopen(case.pk, reason="仍在", actor=centre, now=TEN)
    assert (new.state, new.due_at, new.unit_grid_id, clocks(new)) == ("received", None, case.unit_grid_id, {})


@pytest.mark.django_db(transaction=True)
def test_two_who_reopen_at_once_make_one_case():
    town = build_town()
    centre = make.person(town.centre, Role.DISPATCHER, Role.INTAKE_OPERATOR)
    case = make.case(sender=town.city)
    hand_over(case.pk, line=EmergencyLine.POLICE, actor=centre, now=TEN)
    codes: list[str] = []

    def go():
        try:
            reopen(case.pk, reason="又出现", actor=centre, now=TEN)
            codes.append("done")
        except Refused as refusal:
            codes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["done", *["reopened_already"] * 3]
    assert Case.objects.count() == 2


# Through HTTP.


@pytest.fixture
def office(town, time_machine):
    time_machine.move_to(TEN)
    browser = Client()
    browser.force_login(make.user(town.centre, Role.INTAKE_OPERATOR, Role.DISPATCHER, Role.DUTY_SUPERVISOR))
    return browser


def _post(browser, case, action, **body):
    return browser.post(f"/api/v1/cases/{case.case_no}/{action}/", json.dumps(body), content_type="application/json")


def test_a_consultation_is_answered_by_http_and_its_sender_reads_it(question, office):
    assert _post(office, question, "answer", text="九点至十七点").json()["state"] == "closed"
    told = office.get(f"/api/v1/orders/{question.order_no}/").json()
    assert (told["state"], told["reply"]["text"]) == ("closed", "当场答复：九点至十七点")


def test_an_emergency_line_by_http(town, office):
    case = make.case(sender=town.city)
    assert _post(office, case, "hand-over", line="114").status_code == 400
    body = _post(office, case, "hand-over", line="120").json()
    assert (body["state"], _post(office, case, "hand-over", line="120").status_code) == ("closed", 409)


def test_hard_special_and_reopen_by_http(town, office):
    case = make.case(sender=town.city)
    assert _post(office, case, "mark-hard", hard=True, reason="产权不清").json()["hard"]
    assert _post(office, case, "close-special", reason="已拆除").json()["state"] == "closed"
    assert "reopen" in office.get(f"/api/v1/cases/{case.case_no}/").json()["allowed_actions"]
    assert _post(office, case, "reopen", reason="又出现").status_code == 200
    assert Case.objects.get(order_no=f"{case.order_no}-R1").state == "pending_dispatch"


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("answer", {"text": "九点至十七点", "wants_call": "on"}),
        ("hand_over", {"line": "110"}),
        ("close_special", {"reason": "已拆除"}),
        ("mark_hard", {"is_hard": "yes", "reason": "产权不清"}),
    ],
)
def test_each_is_done_at_the_desk(question, office, action, fields):
    assert office.get(f"/desk/cases/{question.case_no}/?do={action}").status_code == 200
    answered = office.post(f"/desk/cases/{question.case_no}/{action}/", {"version": question.version, **fields})
    assert answered.status_code == 303


def test_hard_cases_have_their_queue(question, centre, office):
    mark_hard(question.pk, is_hard=True, reason="产权不清", actor=centre, now=TEN)
    assert question.case_no in office.get("/desk/?queue=hard").content.decode()
