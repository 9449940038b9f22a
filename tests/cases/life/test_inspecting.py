"""The grid flow: verified, filed, handled, checked, and who is sent where."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.actions.check import check
from cases.actions.dispatch import dispatch
from cases.actions.escalate import escalate_due
from cases.actions.reply import reply
from cases.actions.review import review
from cases.actions.self_handle import self_handle
from cases.actions.send_to_verify import send_to_verify
from cases.actions.sign import sign
from cases.actions.verify import verify
from cases.models import CaseTask, FilingStandard
from cases.queries.my_tasks import tasks_for
from cases.queries.visibility import visible_to
from grid.models import DutyGrid, UnitGrid
from kernel.errors import Invalid, NotFound, Refused
from notices.models import Notice
from organizations.models import User
from organizations.roles import Role
from tests import make
from tests.make import MORNING, at
from tests.pictures import picture

TEN = at("2026-11-24 10:00")


@pytest.fixture
def verifying(report, centre, inspector):
    return send_to_verify(report().pk, actor=centre, now=MORNING)


@pytest.fixture
def checking(report, centre, town, officer, inspector, photo):  # noqa: PLR0917 - all of them have a part
    """Replied at noon and accepted at half past one."""

    def in_check():
        case = send_to_verify(report().pk, actor=centre, now=MORNING)
        verify(case.pk, is_true=True, actor=centre, now=TEN)
        dispatch(case.pk, target=town.streets[0], actor=centre, now=TEN)
        sign(case.pk, actor=officer, now=TEN)
        reply(case.pk, text="已清运", photos=[photo(officer)], actor=officer, now=at("2026-11-24 12:00"))
        return review(case.pk, is_accepted=True, actor=centre, now=at("2026-11-24 13:30"))

    return in_check


def clock(case, kind):
    return case.clocks.filter(kind=kind).order_by("-id").values_list("state", "due_at", "holder__short_name").first()


def test_the_inspector_of_the_duty_grid_is_sent_with_a_clock(verifying, inspector):
    task = verifying.tasks.get()
    assert (verifying.state, task.kind, task.person_key, task.person_label) == (
        "verifying", "verification", f"user:{inspector.pk}", "马巡查",
    )  # fmt: skip
    assert clock(verifying, "verify") == ("running", at("2026-11-24 14:30"), "指挥中心")
    assert Notice.objects.get(kind="case.task").user_id == inspector.pk


def test_found_true_the_case_is_filed_by_the_standard_that_fits(verifying, inspector):
    filed = verify(verifying.pk, is_true=True, words="仍在", actor=inspector.actor, now=TEN)
    assert (filed.state, filed.filed_at, filed.standard.condition) == ("pending_dispatch", TEN, "一般情形")
    assert (clock(filed, "verify")[0], clock(filed, "dispatch")[0]) == ("met", "running")
    task = filed.tasks.get()
    assert (task.state, task.outcome, task.result, task.ended_by_label) == ("done", "true", "仍在", "马巡查")
    assert [e.kind for e in filed.events.all()] == ["received", "sent_to_verify", "filed"]


def test_found_untrue_the_case_is_not_taken_up(verifying, inspector):
    with pytest.raises(Invalid):
        verify(verifying.pk, is_true=False, actor=inspector.actor, now=TEN)
    gone = verify(verifying.pk, is_true=False, words="现场干净", actor=inspector.actor, now=at("2026-11-24 15:00"))
    assert (gone.state, gone.closed_at) == ("rejected", at("2026-11-24 15:00"))
    assert (clock(gone, "verify")[0], gone.tasks.get().outcome) == ("missed", "untrue")


def test_without_a_filing_condition_nothing_is_filed(verifying, inspector):
    standard = FilingStandard.objects.get(flow="grid")
    standard.valid_to = date(2026, 11, 1)
    standard.save()
    with pytest.raises(Refused) as refusal:
        verify(verifying.pk, is_true=True, actor=inspector.actor, now=TEN)
    assert (refusal.value.code, verifying.tasks.get().state) == ("no_filing_condition", "open")


def test_the_chosen_condition_goes_before_the_fitting_one(verifying, inspector, town):
    chosen = FilingStandard.objects.create(
        flow="grid", place=2, condition="成堆", closing_condition="干净", limit_value=1, limit_kind="work_day",
        counts_from="filed", valid_from=date(2020, 1, 1),
    )  # fmt: skip
    filed = verify(verifying.pk, is_true=True, standard=chosen, actor=inspector.actor, now=TEN)
    assert (filed.standard, filed.due_at) == (chosen, at("2026-11-25 10:00"))


def test_another_inspector_does_not_do_the_errand_the_centre_may(verifying, inspector, town, centre):
    other = make.user(town.centre, Role.INSPECTOR).actor
    with pytest.raises(NotFound):
        verify(verifying.pk, is_true=True, actor=other, now=TEN)
    assert verify(verifying.pk, is_true=True, actor=centre, now=TEN).tasks.get().ended_by_label == centre.label


def test_a_redrawn_unit_grid_stays_with_its_inspector(town, inspector, report, centre):
    old = town.area.unit_grids[0]
    case = report()
    UnitGrid.objects.filter(pk=old.pk).update(ended_on=date(2026, 11, 1))
    new = UnitGrid.objects.get(pk=old.pk)
    new.pk, new.started_on, new.ended_on = None, date(2026, 11, 1), None
    new.save(force_insert=True)
    case.unit_grid = new
    case.save(update_fields=["unit_grid"])
    sent = send_to_verify(case.pk, actor=centre, now=MORNING)
    assert sent.tasks.get().person_label == "马巡查"


@pytest.mark.parametrize("gap", ["closed account", "no role", "nobody named", "another place", "ended"])
def test_where_nobody_answers_for_the_ground_any_inspector_may_go_and_the_centre_hears(
    gap, town, inspector, report, centre
):
    if gap == "closed account":
        User.objects.filter(pk=inspector.pk).update(is_active=False)
    elif gap == "no role":
        inspector.role_grants.all().delete()
    elif gap == "nobody named":
        DutyGrid.objects.update(inspector="张三")
    elif gap == "another place":
        DutyGrid.objects.get().unit_grids.set([town.area.unit_grids[5]])
    else:
        DutyGrid.objects.update(ended_on=date(2026, 11, 1))
    sent = send_to_verify(report().pk, actor=centre, now=MORNING)
    assert (sent.tasks.get().person_key, sent.tasks.get().organization) == ("", town.centre)
    alarm = Notice.objects.get(kind="case.no_inspector")
    assert (alarm.level, alarm.organization_id, alarm.title) == (
        "alarm", town.centre.pk, f"没有找到责任网格的监督员 {sent.case_no}",
    )  # fmt: skip
    colleague = make.user(town.centre, Role.INSPECTOR).actor
    assert visible_to(colleague).filter(pk=sent.pk).exists()
    assert verify(sent.pk, is_true=True, actor=colleague, now=TEN).state == "pending_dispatch"


def test_an_open_errand_is_not_for_inspectors_of_another_organization(town, report, centre):
    sent = send_to_verify(report().pk, actor=centre, now=MORNING)
    elsewhere = make.user(town.streets[1], Role.INSPECTOR).actor
    assert not visible_to(elsewhere).filter(pk=sent.pk).exists()
    with pytest.raises(NotFound):
        verify(sent.pk, is_true=True, actor=elsewhere, now=TEN)


def test_an_accepted_reply_is_checked_on_the_spot_and_closed_by_its_condition(checking, inspector):
    case = checking()
    assert (case.state, clock(case, "check")[:2]) == ("checking", ("running", at("2026-11-25 13:30")))
    done = check(case.pk, is_passed=True, actor=inspector.actor, now=at("2026-11-25 09:00"))
    assert (done.state, done.closing, done.closed_at) == ("closed", "normal", at("2026-11-25 09:00"))
    assert done.events.last().text == "核查通过，办结，结案条件：办理完毕"
    assert (clock(done, "check")[0], done.tasks.get(kind="check").outcome) == ("met", "passed")


def test_a_failed_check_is_rework_for_the_same_unit_with_what_is_left_of_its_limit(checking, inspector, officer, town):
    case = checking()
    with pytest.raises(Invalid):
        check(case.pk, is_passed=False, actor=inspector.actor, now=at("2026-11-24 15:00"))
    again = check(case.pk, is_passed=False, words="仍有残留", actor=inspector.actor, now=at("2026-11-24 15:00"))
    assert (again.state, again.rework_count, again.round, again.lead) == ("handling", 1, 1, town.streets[0])
    assert clock(again, "handle")[:2] == ("running", at("2026-12-01 10:00"))
    assert again.tasks.get(kind="check").outcome == "failed"


def test_rework_is_checked_again_by_a_new_errand(checking, inspector, officer, centre, photo):
    case = checking()
    check(case.pk, is_passed=False, words="仍有残留", actor=inspector.actor, now=at("2026-11-24 15:00"))
    reply(case.pk, text="已复清", photos=[photo(officer)], actor=officer, now=at("2026-11-24 16:00"))
    review(case.pk, is_accepted=True, actor=centre, now=at("2026-11-24 16:30"))
    check(case.pk, is_passed=True, words="干净", actor=inspector.actor, now=at("2026-11-24 17:00"))
    assert [(t.outcome, t.state) for t in case.tasks.filter(kind="check")] == [("failed", "done"), ("passed", "done")]


def test_an_inspector_puts_it_right_on_the_spot(verifying, inspector, photo):
    with pytest.raises(Invalid) as invalid:
        self_handle(verifying.pk, words="清走", before=[uuid4()], after=[], actor=inspector.actor, now=TEN)
    assert [e.field for e in invalid.value.errors] == ["after"]
    before, after = photo(inspector.actor), photo(inspector.actor)
    done = self_handle(verifying.pk, words="清走", before=[before], after=[after], actor=inspector.actor, now=TEN)
    assert (done.state, done.closing, done.tasks.get().outcome) == ("closed", "self_handled", "true")
    assert dict(done.attachments.values_list("role", "attachment")) == {"before": before, "after": after}


def test_a_late_errand_climbs_the_ladder(verifying, inspector, town):
    make.user(town.centre, Role.DUTY_SUPERVISOR)
    escalate_due(now=at("2026-11-24 16:00"))
    fired = verifying.clocks.get(kind="verify").escalations.order_by("rung").values_list("action", flat=True)
    assert list(fired) == ["remind", "overdue", "notify_superior"]


# Who sees what.


def test_an_inspector_sees_his_errands_and_his_ground_and_nothing_else(town, inspector, report, centre, officer):
    on_his_ground = report()
    elsewhere = make.case(sender=town.city)
    dispatch(elsewhere.pk, target=town.streets[0], actor=centre, now=MORNING)  # the centre supervises it
    assert set(visible_to(inspector.actor)) == {on_his_ground}


def test_what_he_was_sent_to_stays_in_sight_and_other_closed_cases_of_his_ground_do_not(inspector, report, centre):
    sent, other = report(), report()
    send_to_verify(sent.pk, actor=centre, now=MORNING)
    verify(sent.pk, is_true=False, words="没有", actor=inspector.actor, now=TEN)
    make.put(other, "rejected", closed_at=TEN)
    assert set(visible_to(inspector.actor)) == {sent}


def test_a_dispatcher_who_also_inspects_sees_as_the_centre_does(town, report):
    report()
    both = make.person(town.centre, Role.INSPECTOR, Role.DISPATCHER)
    assert visible_to(both).count() == 1


def test_tasks_are_one_s_own(verifying, inspector, town, centre):
    colleague = make.user(town.centre, Role.INSPECTOR).actor
    assert list(tasks_for(inspector.actor)) == list(tasks_for(centre)) == [verifying.tasks.get()]
    assert not tasks_for(colleague).exists()
    assert not tasks_for(make.person(town.streets[0], Role.STREET_OPERATOR)).exists()


# Through HTTP.


def _browser(user):
    browser = Client()
    browser.force_login(user)
    return browser


def _post(browser, case, action, **body):
    return browser.post(f"/api/v1/cases/{case.case_no}/{action}/", json.dumps(body), content_type="application/json")


def test_a_grid_case_with_a_failed_check_goes_its_way_through_http(town, inspector, report, time_machine, photo):
    time_machine.move_to(MORNING)
    office = _browser(make.user(town.centre, Role.INTAKE_OPERATOR, Role.DISPATCHER))
    operator = make.user(town.streets[0], Role.STREET_OPERATOR)
    walker, street = _browser(inspector), _browser(operator)
    first, second = ([str(photo(operator.actor))] for _ in range(2))
    case = report()
    steps = [
        (office, "send-to-verify", {"words": "是否属实"}),
        (walker, "verify", {"true": True, "words": "属实"}),
        (office, "dispatch", {"organization": town.streets[0].code}),
        (street, "sign", {}),
        (street, "reply", {"text": "已清运", "attachments": first}),
        (office, "review", {"accepted": True}),
        (walker, "check", {"passed": False, "words": "仍有残留"}),
        (street, "reply", {"text": "已复清", "attachments": second}),
        (office, "review", {"accepted": True}),
        (walker, "check", {"passed": True}),
    ]
    states = [_post(browser, case, action, **body).json()["state"] for browser, action, body in steps]
    assert states == [
        "verifying", "pending_dispatch", "dispatched", "handling", "replied",
        "checking", "handling", "replied", "checking", "closed",
    ]  # fmt: skip
    case.refresh_from_db()
    assert (case.rework_count, case.version) == (1, 11)


def test_the_list_of_tasks_by_api(verifying, inspector, time_machine, town):
    time_machine.move_to(TEN)
    answer = _browser(inspector).get("/api/v1/tasks/?state=open&kind=verification").json()
    assert [(row["case_no"], row["person"], row["due_at"]) for row in answer["results"]] == [
        (verifying.case_no, "马巡查", "2026-11-24T14:30:00+08:00")
    ]
    assert _browser(inspector).get("/api/v1/tasks/?state=done").json()["results"] == []
    assert _browser(inspector).get("/api/v1/tasks/?kin=check").status_code == 400


def test_the_page_of_tasks(verifying, inspector, town, time_machine):
    time_machine.move_to(at("2026-11-24 15:00"))
    page = _browser(inspector).get("/desk/tasks/").content.decode()
    assert verifying.case_no in page
    assert "-0:30" in page
    assert (
        "没有待办任务"
        in _browser(make.user(town.streets[0], Role.STREET_OPERATOR)).get("/desk/tasks/").content.decode()
    )


def test_an_inspector_verifies_and_checks_at_the_desk(checking, inspector, time_machine):
    case = checking()
    time_machine.move_to(at("2026-11-25 09:00"))
    walker = _browser(inspector)
    assert "结案条件：办理完毕" in walker.get(f"/desk/cases/{case.case_no}/?do=check").content.decode()
    answer = walker.post(f"/desk/cases/{case.case_no}/check/", {"version": case.version, "is_passed": "yes"})
    assert answer.status_code == 303
    case.refresh_from_db()
    assert (case.state, CaseTask.objects.filter(case=case, state="open").exists()) == ("closed", False)


def test_an_errand_for_any_inspector_is_done_by_api_and_shown(town, report, centre, time_machine):
    sent = send_to_verify(report().pk, actor=centre, now=MORNING)
    walker = make.user(town.centre, Role.INSPECTOR, display_name="牛巡查")
    time_machine.move_to(TEN)
    answer = _post(_browser(walker), sent, "verify", true=False, words="现场干净")
    assert (answer.status_code, answer.json()["state"]) == (200, "rejected")
    task = sent.tasks.get()
    assert (task.state, task.person_key, task.person_label) == ("done", f"user:{walker.pk}", "牛巡查")
    assert visible_to(walker.actor).filter(pk=sent.pk).exists()


def test_the_centre_in_an_inspectors_place_is_not_named_as_one(report, centre):
    sent = send_to_verify(report().pk, actor=centre, now=MORNING)
    verify(sent.pk, is_true=True, actor=centre, now=TEN)
    assert sent.tasks.get().person_key == ""


def test_who_handles_a_colleagues_report_on_his_ground_is_answered_though_it_leaves_his_sight(
    report, inspector, photo, time_machine, town
):
    first, second = report(), report()
    time_machine.move_to(TEN)
    photos = {"before": [str(photo(inspector.actor))], "after": [str(photo(inspector.actor))]}
    answer = _post(_browser(inspector), first, "self-handle", words="清走", **photos)
    assert (answer.status_code, answer.json()["state"]) == (200, "closed")
    onward = _on_the_desk(inspector, second, "self_handle", words="清走", before=_file(1), after=_file(2))
    assert (onward.status_code, onward.headers.get("Location")) == (303, "/desk/tasks/")


def _file(n):
    return SimpleUploadedFile("现场.jpg", picture(color=(n * 100, 9, 9)), content_type="image/jpeg")


def _on_the_desk(user, case, action, **data):
    return _browser(user).post(f"/desk/cases/{case.case_no}/{action}/", {"version": case.version} | data)
