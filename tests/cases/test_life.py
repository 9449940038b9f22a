from datetime import date, timedelta

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from cases.actions.allowed import allowed_actions
from cases.actions.callback import Answers, callback
from cases.actions.cancel import cancel
from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.file import file
from cases.actions.reply import reply
from cases.actions.review import review
from cases.actions.sign import sign
from cases.actions.urge import urge
from cases.models import CallBack, CaseEvent, FilingStandard
from deadlines.models import Calendar, CalendarDay, RulesVersion
from deadlines.recompute.job import start_recompute
from foundation.actions.run_job import run_next_job
from kernel.errors import NotFound, Refused, StaleVersion
from notices.models import Notice
from organizations.roles import Role
from tests import make
from tests.make import MORNING, at

YES = Answers(was_contacted=True, solved=CallBack.Solved.YES, satisfied=CallBack.Satisfied.SATISFIED)
NO = Answers(was_contacted=True, solved=CallBack.Solved.NO, satisfied=CallBack.Satisfied.DISSATISFIED)


@pytest.fixture
def dispatcher(town):
    return make.person(town.centre, Role.DISPATCHER, Role.DUTY_SUPERVISOR)


@pytest.fixture
def officer(town):
    return make.person(town.streets[0], Role.STREET_OPERATOR)


@pytest.fixture
def case(town, dispatcher):
    """A hotline case, sent to the first street."""
    return dispatched(town, dispatcher)


def dispatched(town, dispatcher, **facts):
    case = make.case(sender=town.city, **facts)
    return dispatch(case.pk, target=town.streets[0], actor=dispatcher, now=MORNING)


def clocks(case):
    return list(case.clocks.order_by("id").values_list("kind", "state", "holder__short_name"))


def test_dispatch_hands_over_the_clocks_and_tells_the_district(town, case):
    assert clocks(case) == [
        ("dispatch", "met", "指挥中心"),
        ("handle", "running", "甲河街道"),
        ("sign", "running", "甲河街道"),
    ]
    parts = {(p.organization_id, p.part) for p in case.parties.all()}
    assert parts == {(town.streets[0].pk, "lead"), (town.centre.pk, "supervising")}
    assert case.decisions.get().mode == "by_hand"


def test_a_community_never_leads(town, dispatcher):
    case = make.case(sender=town.city)
    with pytest.raises(Refused) as refusal:
        dispatch(case.pk, target=town.communities[0], actor=dispatcher, now=MORNING)
    assert refusal.value.code == "community_never_leads"
    case.refresh_from_db()
    assert (case.state, case.version) == ("pending_dispatch", 1)


def test_a_case_walks_from_signing_to_its_close(case, officer, dispatcher):
    sign(case.pk, actor=officer, now=at("2026-11-24 10:00"))
    contact(case.pk, note="约好下午看现场", actor=officer, now=at("2026-11-24 10:30"))
    reply(case.pk, text="已更换灯泡", actor=officer, now=at("2026-11-24 16:00"))
    review(case.pk, is_accepted=True, actor=dispatcher, now=at("2026-11-24 17:00"))
    done = callback(case.pk, answers=YES, actor=dispatcher, now=at("2026-11-25 09:10"))
    assert (done.state, done.version, done.closed_at) == ("closed", 7, at("2026-11-25 09:10"))
    assert [e.kind for e in done.events.all()] == [
        "received", "dispatched", "signed", "contacted", "replied", "reviewed", "called_back", "closed",
    ]  # fmt: skip
    assert {state for _kind, state, _holder in clocks(done)} == {"met"}


def test_late_is_judged_late_once(case, officer, dispatcher):
    sign(case.pk, actor=officer, now=at("2026-11-24 15:00"))
    assert clocks(case)[2] == ("sign", "missed", "甲河街道")


def test_nobody_replies_before_speaking_with_the_requester(case, officer):
    sign(case.pk, actor=officer, now=MORNING)
    with pytest.raises(Refused) as refusal:
        reply(case.pk, text="已办", actor=officer, now=MORNING)
    assert refusal.value.code == "contact_first"


def test_unsolved_is_handled_again_with_a_fresh_clock(case, officer, dispatcher):
    sign(case.pk, actor=officer, now=MORNING)
    contact(case.pk, note="已约", actor=officer, now=MORNING)
    reply(case.pk, text="已办", actor=officer, now=MORNING)
    review(case.pk, is_accepted=True, actor=dispatcher, now=MORNING)
    again = callback(case.pk, answers=NO, actor=dispatcher, now=at("2026-11-26 09:00"))
    assert (again.state, again.round, again.due_at) == ("handling", 2, at("2026-12-03 09:00"))
    handling = [c for c in clocks(again) if c[0] == "handle"]
    assert handling == [("handle", "met", "甲河街道"), ("handle", "running", "甲河街道")]


def test_a_reply_given_back_buys_no_time(case, officer, dispatcher):
    sign(case.pk, actor=officer, now=MORNING)
    contact(case.pk, note="已约", actor=officer, now=MORNING)
    reply(case.pk, text="已办", actor=officer, now=at("2026-11-26 09:00"))
    again = review(case.pk, is_accepted=False, opinion="没有照片", actor=dispatcher, now=at("2026-11-26 10:00"))
    assert (again.state, again.rework_count, again.due_at) == ("handling", 1, at("2026-12-01 09:30"))
    assert again.clocks.get(kind="handle", state="running").due_at == at("2026-12-01 09:30")


def test_a_reply_given_back_was_none_and_its_verdict_is_taken_back(case, officer, dispatcher):
    sign(case.pk, actor=officer, now=MORNING)
    contact(case.pk, note="已约", actor=officer, now=MORNING)
    for hour in (10, 11, 14):
        reply(case.pk, text="已办", actor=officer, now=at(f"2026-11-26 {hour}:00"))
        again = review(
            case.pk, is_accepted=False, opinion="没有照片", actor=dispatcher, now=at(f"2026-11-26 {hour}:30")
        )
    states = [c.state for c in again.clocks.filter(kind="handle").order_by("id")]
    assert states == ["cancelled", "cancelled", "cancelled", "running"]


def test_an_empty_reply_just_before_the_end_makes_the_case_late_all_the_same(case, officer, dispatcher):
    sign(case.pk, actor=officer, now=MORNING)
    contact(case.pk, note="已约", actor=officer, now=MORNING)
    reply(case.pk, text="已办", actor=officer, now=at("2026-12-01 09:29"))
    again = review(case.pk, is_accepted=False, opinion="没有照片", actor=dispatcher, now=at("2026-12-01 15:00"))
    assert again.due_at == at("2026-12-01 09:30")
    reply(case.pk, text="确已修好", actor=officer, now=at("2026-12-02 10:00"))
    handling = again.clocks.filter(kind="handle").order_by("id").values_list("state", "due_at")
    assert list(handling) == [("cancelled", at("2026-12-01 09:30")), ("missed", at("2026-12-01 09:30"))]


def test_a_day_off_declared_later_moves_what_is_left_as_it_would_have_moved_the_whole(town, officer, dispatcher):
    standard = FilingStandard.objects.get(flow="hotline", urgency="general")
    standard.limit_value, standard.limit_kind = 5, "work_day"
    standard.save()
    case = dispatched(town, dispatcher)
    sign(case.pk, actor=officer, now=MORNING)
    contact(case.pk, note="已约", actor=officer, now=MORNING)
    reply(case.pk, text="已办", actor=officer, now=at("2026-11-25 10:00"))
    again = review(case.pk, is_accepted=False, opinion="没有照片", actor=dispatcher, now=at("2026-11-25 15:00"))
    clock = again.clocks.get(kind="handle", state="running")
    assert (again.due_at, clock.limit.label, clock.counting) == (at("2026-12-01 09:30"), "27.5 工作时", "working")
    assert clock.limit_source.endswith("，余下时限继续")
    CalendarDay.objects.create(calendar=Calendar.objects.get(), day="2026-11-27", kind="off_day", source="通知")
    RulesVersion.bump()
    start_recompute(title="x", actor=make.person(town.centre, Role.SYSTEM_ADMIN), now=at("2026-11-25 16:00"))
    run_next_job(clock=lambda: at("2026-11-25 16:00"))
    again.refresh_from_db()
    assert again.due_at == at("2026-12-02 09:30")


def test_a_due_time_that_was_given_stays_given_when_the_reply_is_given_back(town, officer, dispatcher):
    case = dispatched(town, dispatcher, reply_due_at=at("2026-11-27 12:00"))
    sign(case.pk, actor=officer, now=MORNING)
    contact(case.pk, note="已约", actor=officer, now=MORNING)
    reply(case.pk, text="已办", actor=officer, now=at("2026-11-25 10:00"))
    again = review(case.pk, is_accepted=False, opinion="没有照片", actor=dispatcher, now=at("2026-11-25 15:00"))
    clock = again.clocks.get(kind="handle", state="running")
    assert (clock.due_at, clock.limit) == (at("2026-11-27 12:00"), None)


def test_after_its_limit_a_reply_given_back_counts_afresh(case, officer, dispatcher):
    sign(case.pk, actor=officer, now=MORNING)
    contact(case.pk, note="已约", actor=officer, now=MORNING)
    reply(case.pk, text="已办", actor=officer, now=at("2026-12-02 09:00"))
    again = review(case.pk, is_accepted=False, opinion="没有照片", actor=dispatcher, now=at("2026-12-02 10:00"))
    assert again.due_at == at("2026-12-09 10:00")
    handling = again.clocks.filter(kind="handle").order_by("id")
    assert [c.state for c in handling] == ["missed", "running"]


@pytest.mark.parametrize(
    ("columns", "code"),
    [({"valid_to": date(2026, 11, 23)}, "standard_not_in_force"), ({"flow": "hotline"}, "standard_of_another_flow")],
)
def test_a_case_is_filed_only_by_a_standard_that_fits(town, dispatcher, columns, code):
    case = make.case(sender=town.city, source="inspector")
    standard = FilingStandard.objects.get(flow="grid")
    FilingStandard.objects.filter(pk=standard.pk).update(**columns)
    standard.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        file(case.pk, standard=standard, actor=dispatcher, now=MORNING)
    assert refusal.value.code == code


@pytest.mark.parametrize("where", ["centre", "city"])
def test_only_streets_and_departments_lead(town, dispatcher, where):
    case = make.case(sender=town.city)
    with pytest.raises(Refused) as refusal:
        dispatch(case.pk, target=getattr(town, where), actor=dispatcher, now=MORNING)
    assert refusal.value.code == "not_a_handling_unit"


def test_three_calls_without_an_answer_close_the_case(case, officer, dispatcher):
    sign(case.pk, actor=officer, now=MORNING)
    contact(case.pk, note="已约", actor=officer, now=MORNING)
    reply(case.pk, text="已办", actor=officer, now=MORNING)
    review(case.pk, is_accepted=True, actor=dispatcher, now=MORNING)
    calls = [MORNING, at("2026-11-24 14:00"), at("2026-11-25 09:00")]
    states = [callback(case.pk, answers=None, actor=dispatcher, now=moment).state for moment in calls]
    assert states == ["callback", "callback", "closed"]


def test_a_grid_case_is_filed_by_a_condition_and_its_clock_starts_at_dispatch(town, dispatcher):
    case = make.case(sender=town.city, source="inspector")
    standard = FilingStandard.objects.get(flow="grid")
    filed = file(case.pk, standard=standard, actor=dispatcher, now=MORNING)
    assert (filed.state, filed.due_at, clocks(filed)) == (
        "pending_dispatch", None, [("dispatch", "running", "指挥中心")],
    )  # fmt: skip
    sent = dispatch(case.pk, target=town.department, actor=dispatcher, now=MORNING)
    assert sent.due_at == at("2026-12-01 09:30")


def test_another_unit_cannot_sign(town, case):
    stranger = make.person(town.streets[1], Role.STREET_OPERATOR)
    with pytest.raises(NotFound):
        sign(case.pk, actor=stranger, now=MORNING)
    assert CaseEvent.objects.filter(case=case, kind="signed").count() == 0


def test_signing_twice_is_refused_the_second_time(case, officer):
    sign(case.pk, actor=officer, now=MORNING)
    with pytest.raises(Refused) as refusal:
        sign(case.pk, actor=officer, now=MORNING)
    assert refusal.value.code == "wrong_state"


def test_a_stale_version_is_told_what_changed(case, officer, dispatcher):
    urge(case.pk, words="请抓紧", actor=dispatcher, now=MORNING)
    with pytest.raises(StaleVersion) as stale:
        sign(case.pk, actor=officer, now=MORNING, expected_version=2)
    assert stale.value.details["current"] == 3
    assert [c["text"] for c in stale.value.details["changes"]] == ["催办 甲河街道：请抓紧"]


def test_an_urge_reaches_the_unit(case, dispatcher):
    urge(case.pk, words="请抓紧", actor=dispatcher, now=MORNING)
    notice = Notice.objects.get(kind="case.urged")
    assert (notice.organization_id, notice.subject_id) == (case.lead_id, case.case_no)


def test_a_cancelled_case_leaves_no_clock_running(case, dispatcher):
    gone = cancel(case.pk, reason="重复录入", actor=dispatcher, now=MORNING + timedelta(hours=1))
    assert (gone.state, {state for kind, state, _h in clocks(gone) if kind != "dispatch"}) == (
        "cancelled",
        {"cancelled"},
    )


def test_allowed_actions_follow_role_and_state(town, case, officer, dispatcher):
    assert allowed_actions(case, actor=officer) == ["sign", "request_return", "note"]
    supervisors = ["supervise", "mark_hard", "close_special", "cancel", "merge"]
    assert allowed_actions(case, actor=dispatcher) == ["locate", "classify", "note", "urge", *supervisors]
    assert allowed_actions(case, actor=make.person(town.streets[1], Role.STREET_OPERATOR)) == ["note"]


@pytest.mark.parametrize("statement", ["UPDATE cases_caseevent SET text = 'x'", "DELETE FROM cases_caseevent"])
def test_the_course_of_a_case_cannot_be_rewritten(case, statement):
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
