"""四级办理: the street hands on inside, others assist; the lead stays responsible and waits for both."""

from datetime import timedelta

import pytest

from cases.actions.allowed import allowed_actions
from cases.actions.assign import assign
from cases.actions.assist import assist
from cases.actions.cancel import cancel
from cases.actions.contact import contact
from cases.actions.decide_return import decide_return
from cases.actions.dispatch import dispatch
from cases.actions.merge import merge
from cases.actions.reply import reply
from cases.actions.report_task import report_task
from cases.actions.request_return import request_return
from cases.actions.sign import sign
from cases.actions.withdraw_task import withdraw_task
from cases.models import CaseClock, CaseEvent, CaseTask, ClockLimit
from cases.queries.visibility import visible_to
from kernel.errors import Invalid, NotAllowed, NotFound, Refused
from notices.models import Notice, OutboxAudience
from organizations.roles import Role
from tests import make
from tests.make import MORNING, at

DONE, NOT_DONE = CaseTask.Outcome.DONE, CaseTask.Outcome.NOT_DONE


@pytest.fixture
def dispatcher(town):
    return make.person(town.centre, Role.DISPATCHER, Role.DUTY_SUPERVISOR)


@pytest.fixture
def officer(town):
    return make.person(town.streets[0], Role.STREET_OPERATOR)


@pytest.fixture
def worker(town):
    return make.person(town.communities[0], Role.COMMUNITY_WORKER)


@pytest.fixture
def helper(town):
    return make.person(town.department, Role.DEPARTMENT_OFFICER)


@pytest.fixture
def case(town, dispatcher, officer):
    """Signed for by the first street, its requester spoken with."""
    case = make.case(sender=town.city)
    dispatch(case.pk, target=town.streets[0], actor=dispatcher, now=MORNING)
    sign(case.pk, actor=officer, now=MORNING)
    return contact(case.pk, note="已约", actor=officer, now=MORNING)


@pytest.fixture(autouse=True)
def limits(town):
    facts = {"limit_kind": "work_day", "counts_from": "dispatched", "valid_from": "2020-01-01"}
    for kind, days in (("assign", 1), ("assist", 2)):
        ClockLimit.objects.create(clock_kind=kind, limit_value=days, **facts)


def task_of(case) -> CaseTask:
    return CaseTask.objects.filter(case=case).latest("id")


def test_a_street_hands_a_task_to_its_community_and_goes_on_leading(town, case, officer, worker):
    given = assign(case.pk, organization=town.communities[0], words="先去看现场", actor=officer, now=MORNING)
    task = task_of(case)
    assert (given.state, given.lead) == ("handling", town.streets[0])
    assert (task.kind, task.organization, task.clock.kind) == ("assigned", town.communities[0], "assign")
    assert task.clock.due_at == at("2026-11-25 09:30")
    assert visible_to(worker).filter(pk=case.pk).exists()
    assert Notice.objects.filter(organization=town.communities[0], kind="case.task").count() == 1


def test_the_community_reports_and_the_street_is_told(town, case, officer, worker):
    assign(case.pk, organization=town.communities[0], words="看现场", actor=officer, now=MORNING)
    task = task_of(case)
    report_task(case.pk, task=task.pk, outcome=DONE, result="已清理", actor=worker, now=at("2026-11-24 15:00"))
    task.refresh_from_db()
    assert (task.state, task.outcome, task.clock.state) == ("done", "done", "met")
    assert CaseEvent.objects.get(case=case, kind="task_reported").text == "柳荫里社区 反馈（已办理）：已清理"
    notice = Notice.objects.get(kind="case.task_reported")
    assert (notice.organization, notice.level) == (town.streets[0], "info")


def test_a_late_report_is_judged_late_and_not_done_warns_the_lead(town, case, officer, worker):
    assign(case.pk, organization=town.communities[0], words="看现场", actor=officer, now=MORNING)
    late = at("2026-11-26 15:00")
    report_task(case.pk, task=task_of(case).pk, outcome=NOT_DONE, result="无人在家", actor=worker, now=late)
    assert (task_of(case).clock.state, Notice.objects.get(kind="case.task_reported").level) == ("missed", "warn")


def test_the_due_time_the_street_writes_wins_over_the_table(town, case, officer):
    due = at("2026-11-24 17:00")
    assign(case.pk, organization=town.communities[0], words="看现场", due_at=due, actor=officer, now=MORNING)
    assert task_of(case).clock.due_at == due


def test_a_team_of_its_own_needs_no_part_of_its_own(town, case, officer):
    assign(case.pk, person="市政班组", words="换灯泡", actor=officer, now=MORNING)
    task = task_of(case)
    assert (task.organization, task.person_label, task.person_key) == (town.streets[0], "市政班组", "")
    assert set(case.parties.filter(organization=town.streets[0]).values_list("part", flat=True)) == {"lead"}
    report_task(case.pk, task=task.pk, outcome=DONE, result="已换", actor=officer, now=MORNING)
    assert task_of(case).state == "done"


def test_a_colleague_is_named_by_the_account(town, case, officer):
    colleague = make.user(town.streets[0], Role.STREET_OPERATOR, username="zhang", display_name="张经办")
    assign(case.pk, person="zhang", words="看现场", actor=officer, now=MORNING)
    assert (task_of(case).person_key, task_of(case).person_label) == (colleague.actor.key, "张经办")


@pytest.mark.parametrize(
    ("whom", "code"),
    [(lambda t: t.communities[2], "not_your_community"), (lambda t: t.department, "not_your_community")],
)
def test_others_are_not_to_be_told_what_to_do(town, case, officer, whom, code):
    with pytest.raises(Refused) as refusal:
        assign(case.pk, organization=whom(town), words="看现场", actor=officer, now=MORNING)
    assert refusal.value.code == code
    assert not CaseTask.objects.filter(case=case).exists()


def test_somebody_must_be_named_and_the_due_time_lies_ahead(town, case, officer):
    with pytest.raises(Invalid) as nobody:
        assign(case.pk, words="看现场", actor=officer, now=MORNING)
    with pytest.raises(Invalid) as past:
        assign(case.pk, person="班组", words="看现场", due_at=MORNING, actor=officer, now=MORNING)
    assert [error.value.errors[0].field for error in (nobody, past)] == ["organization", "due_at"]


def test_the_same_task_is_not_given_twice(town, case, officer):
    assign(case.pk, organization=town.communities[0], words="看现场", actor=officer, now=MORNING)
    with pytest.raises(Refused) as refusal:
        assign(case.pk, organization=town.communities[0], words="看现场", actor=officer, now=MORNING)
    assert refusal.value.code == "task_open"
    assert CaseTask.objects.filter(case=case).count() == 1


def test_several_assist_at_once_and_see_the_case(town, case, officer, dispatcher, helper):
    assist(case.pk, organization=town.department, words="查明产权", actor=officer, now=MORNING)
    assist(case.pk, organization=town.streets[1], words="清运对面", actor=dispatcher, now=MORNING)
    kinds = CaseTask.objects.filter(case=case).values_list("kind", "clock__due_at")
    assert list(kinds) == [("assisting", at("2026-11-26 09:30"))] * 2
    assert CaseClock.objects.filter(case=case, kind="assist", state="running").count() == 2
    assert visible_to(helper).filter(pk=case.pk).exists()
    assert allowed_actions(case, actor=helper) == ["report_task", "note"]


@pytest.mark.parametrize(
    ("whom", "code"),
    [
        (lambda t: t.communities[0], "not_a_handling_unit"),
        (lambda t: t.centre, "not_a_handling_unit"),
        (lambda t: t.streets[0], "lead_cannot_assist"),
    ],
)
def test_only_another_street_or_department_assists(town, case, officer, whom, code):
    with pytest.raises(Refused) as refusal:
        assist(case.pk, organization=whom(town), words="请协助", actor=officer, now=MORNING)
    assert refusal.value.code == code


def test_another_units_task_is_not_ones_own(town, case, officer, helper, worker):
    assign(case.pk, organization=town.communities[0], words="看现场", actor=officer, now=MORNING)
    community_task = task_of(case)
    assist(case.pk, organization=town.department, words="查明产权", actor=officer, now=MORNING)
    with pytest.raises(NotAllowed):
        report_task(case.pk, task=community_task.pk, outcome=DONE, result="x", actor=helper, now=MORNING)
    with pytest.raises(Invalid):
        report_task(case.pk, task=10**9, outcome=DONE, result="x", actor=worker, now=MORNING)


def test_a_task_is_reported_once(town, case, officer, helper):
    assist(case.pk, organization=town.department, words="查明产权", actor=officer, now=MORNING)
    first = task_of(case)
    report_task(case.pk, task=first.pk, outcome=DONE, result="属小区", actor=helper, now=MORNING)
    with pytest.raises(NotAllowed):
        report_task(case.pk, task=first.pk, outcome=DONE, result="属小区", actor=helper, now=MORNING)
    assist(case.pk, organization=town.department, words="再查", actor=officer, now=MORNING)
    with pytest.raises(Refused) as refusal:
        report_task(case.pk, task=first.pk, outcome=NOT_DONE, result="反悔", actor=helper, now=MORNING)
    assert refusal.value.code == "task_ended"


def test_a_reply_waits_for_those_who_were_asked(town, case, officer, helper):
    assist(case.pk, organization=town.department, words="查明产权", actor=officer, now=MORNING)
    with pytest.raises(Refused) as refusal:
        reply(case.pk, text="已办", actor=officer, now=MORNING)
    assert refusal.value.code == "tasks_open"
    assert "城市管理委 的任务还没有反馈" in refusal.value.message
    report_task(case.pk, task=task_of(case).pk, outcome=DONE, result="属小区", actor=helper, now=MORNING)
    assert reply(case.pk, text="已办", actor=officer, now=MORNING).state == "replied"


def test_what_is_withdrawn_ends_unjudged_and_with_it_the_part(town, case, officer, helper):
    assist(case.pk, organization=town.department, words="查明产权", actor=officer, now=MORNING)
    task = task_of(case)
    assert "withdraw_task" in allowed_actions(case, actor=officer)
    withdraw_task(case.pk, task=task.pk, reason="已自行查明", actor=officer, now=MORNING + timedelta(hours=1))
    task.refresh_from_db()
    assert (task.state, task.outcome, task.clock.state) == ("withdrawn", "", "cancelled")
    assert not visible_to(helper).filter(pk=case.pk).exists()
    told = OutboxAudience.objects.filter(organization=town.department, entry__subject_id=case.case_no).latest("id")
    assert told.left_view
    assert "withdraw_task" not in allowed_actions(case, actor=officer)
    assert reply(case.pk, text="已办", actor=officer, now=MORNING).state == "replied"


def test_who_has_reported_before_keeps_the_part_when_a_later_task_is_withdrawn(town, case, officer, helper):
    assist(case.pk, organization=town.department, words="查明产权", actor=officer, now=MORNING)
    report_task(case.pk, task=task_of(case).pk, outcome=DONE, result="属小区", actor=helper, now=MORNING)
    assist(case.pk, organization=town.department, words="再查", actor=officer, now=MORNING)
    withdraw_task(case.pk, task=task_of(case).pk, reason="不必了", actor=officer, now=MORNING)
    assert visible_to(helper).filter(pk=case.pk).exists()


def test_while_a_return_waits_the_tasks_go_on(town, case, officer, helper):
    assist(case.pk, organization=town.department, words="查明产权", actor=officer, now=MORNING)
    asked = request_return(case.pk, reason="不在辖区", basis="区划图", actor=officer, now=MORNING)
    task = task_of(case)
    assert {"contact", "withdraw_task"} <= set(allowed_actions(asked, actor=officer))
    assert task.clock.state == "running"
    report_task(case.pk, task=task.pk, outcome=DONE, result="属小区", actor=helper, now=MORNING)
    task.refresh_from_db()
    assert (task.state, CaseClock.objects.get(pk=task.clock_id).state) == ("done", "met")


def test_a_unit_that_never_signed_objects_without_calling(town, dispatcher, officer):
    case = make.case(sender=town.city)
    dispatch(case.pk, target=town.streets[0], actor=dispatcher, now=MORNING)
    asked = request_return(case.pk, reason="不在辖区", basis="区划图", actor=officer, now=MORNING)
    assert "contact" not in allowed_actions(asked, actor=officer)
    with pytest.raises(Refused) as refusal:
        contact(case.pk, note="已约", actor=officer, now=MORNING)
    assert refusal.value.code == "not_signed"


def test_whoever_helped_the_unit_that_gave_the_case_back_sees_it_no_more(town, case, officer, helper, dispatcher):
    assist(case.pk, organization=town.department, words="查明产权", actor=officer, now=MORNING)
    request_return(case.pk, reason="不在辖区", basis="区划图", actor=officer, now=MORNING)
    decide_return(case.pk, is_approved=True, actor=dispatcher, now=MORNING)
    assert task_of(case).state == "withdrawn"
    assert not visible_to(helper).filter(pk=case.pk).exists()


def test_whoever_helped_with_a_case_that_now_follows_another_sees_it_no_more(town, case, officer, helper, dispatcher):
    assist(case.pk, organization=town.department, words="查明产权", actor=officer, now=MORNING)
    merge(case.pk, main=make.case(sender=town.city), reason="同一事项", actor=dispatcher, now=MORNING)
    assert task_of(case).state == "withdrawn"
    assert not visible_to(helper).filter(pk=case.pk).exists()


def test_a_cancelled_case_leaves_no_task_open(town, case, officer, dispatcher):
    assign(case.pk, organization=town.communities[0], words="看现场", actor=officer, now=MORNING)
    cancel(case.pk, reason="重复", actor=dispatcher, now=MORNING)
    task = task_of(case)
    assert (task.state, task.clock.state) == ("withdrawn", "cancelled")


def test_a_street_that_does_not_lead_hands_nothing_on(town, case):
    stranger = make.person(town.streets[1], Role.STREET_OPERATOR)
    with pytest.raises(NotFound):
        assign(case.pk, person="班组", words="看现场", actor=stranger, now=MORNING)
