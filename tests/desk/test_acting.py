"""Acting from the case page: one form, one verb; what stands against it comes back with what was typed."""

import pytest

from cases.models import CallBack, Case, CaseEvent, FilingStandard
from organizations.roles import Role
from tests import make
from tests.desk.conftest import Desk, seat

HTMX = {"HX-Request": "true", "HX-Target": "act"}


def send(desk: Desk, case: Case, action: str, *, version: int | None = None, headers=None, **typed):
    data = {"version": case.version if version is None else version, **typed}
    return desk.browser.post(f"/desk/cases/{case.case_no}/{action}/", data, headers=headers)


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def test_dispatch_by_hand_sends_the_case_and_returns_to_its_page(dispatcher, town, new_case):
    case = new_case()
    answer = send(dispatcher, case, "dispatch", target=town.department.code, reason="路灯归城管委")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/cases/{case.case_no}/")
    case.refresh_from_db()
    assert (case.state, case.lead) == ("dispatched", town.department)
    assert "已派遣。" in dispatcher.get(f"cases/{case.case_no}/").content.decode()


def test_with_htmx_success_leads_the_browser_on(dispatcher, town, new_case):
    case = new_case()
    answer = send(dispatcher, case, "dispatch", target=town.streets[0].code, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, f"/desk/cases/{case.case_no}/")


def test_signing_twice_signs_once(street, sent_case):
    case = sent_case()
    answers = [send(street, case, "sign").status_code for _ in range(2)]
    assert answers == [303, 412]
    assert CaseEvent.objects.filter(case=case, kind="signed").count() == 1


def test_a_stale_version_shows_what_changed_and_keeps_what_was_typed(dispatcher, town, new_case):
    case = new_case()
    other = seat(town.centre, Role.DISPATCHER, name="张调度")
    send(other, case, "note", text="已电话核实")
    answer = send(dispatcher, case, "dispatch", target=town.streets[1].code, reason="我写的理由", headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 412
    assert "<html" not in text
    for shown in ("已被 张调度 更改：已电话核实", "我写的理由", 'name="version" value="2"'):
        assert shown in text
    assert state_of(case) == "pending_dispatch"
    again = send(dispatcher, case, "dispatch", version=2, target=town.streets[1].code, reason="我写的理由")
    assert again.status_code == 303


def test_a_step_that_somebody_else_has_taken_is_no_longer_offered(dispatcher, town, new_case):
    case = new_case()
    send(seat(town.centre, Role.DISPATCHER), case, "dispatch", target=town.streets[0].code)
    text = send(dispatcher, case, "dispatch", target=town.streets[1].code, reason="我写的理由").content.decode()
    assert "这一步不用再办" in text
    assert "我写的理由" in text
    assert "确定派遣" not in text


def test_a_refusal_comes_with_its_sentence_as_a_page_without_htmx(street, signed_case):
    case = signed_case()
    answer = send(street, case, "reply", text="已修复")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "<html" in text
    assert "还没有联系诉求人，请先联系并登记，再回复。" in text
    assert "已修复" in text


def test_what_one_may_not_do_is_403_and_changes_nothing(dispatcher, sent_case):
    case = sent_case()
    assert send(dispatcher, case, "sign").status_code == 403
    assert state_of(case) == "dispatched"


def test_another_streets_case_cannot_be_acted_on(other_street, sent_case):
    assert send(other_street, sent_case(), "sign").status_code == 404


def test_a_form_with_a_gap_says_which(dispatcher, new_case):
    case = new_case()
    answer = send(dispatcher, case, "dispatch", reason="只写了理由", headers=HTMX)
    assert answer.status_code == 400
    assert answer.context["panel"].form.errors["target"]
    assert "只写了理由" in answer.content.decode()


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 30, "\0"])
def test_a_version_without_sense_is_no_fault(street, sent_case, version):
    answer = street.browser.post(f"/desk/cases/{sent_case().case_no}/sign/", {"version": version})
    assert answer.status_code == 400


@pytest.mark.parametrize("text", ["", " ", "\0", "a" * 501])
def test_a_note_without_sense_is_no_fault(dispatcher, new_case, text):
    assert send(dispatcher, new_case(), "note", text=text).status_code == 400


def test_an_unknown_action_is_not_there(dispatcher, new_case):
    assert send(dispatcher, new_case(), "explode").status_code == 404
    assert send(dispatcher, new_case(), "receive").status_code == 404


def test_the_day_of_a_hotline_case_from_the_desk(dispatcher, street, town, new_case):
    case, clerk = new_case(), seat(town.centre, Role.CALLBACK_CLERK)

    def then(desk: Desk, action: str, **typed) -> str:
        case.refresh_from_db()
        assert send(desk, case, action, **typed).status_code == 303
        return state_of(case)

    assert (
        then(dispatcher, "locate", address="柳荫路与松涛路交口", street="", community="", lon="", lat="")
        == "pending_dispatch"
    )
    assert then(dispatcher, "dispatch", target=town.streets[0].code, reason="") == "dispatched"
    assert then(street, "sign") == "handling"
    assert then(street, "contact", note="约定十五时到现场") == "handling"
    assert then(dispatcher, "urge", words="请今日办结") == "handling"
    assert then(street, "reply", text="已更换灯泡", measures="更换三盏") == "replied"
    assert then(dispatcher, "review", is_accepted="no", opinion="请附照片") == "handling"
    assert then(street, "reply", text="已更换灯泡，附照片", measures="") == "replied"
    assert then(dispatcher, "review", is_accepted="yes", opinion="") == "callback"
    assert (
        then(clerk, "callback", is_reached="yes", was_contacted="yes", solved="yes", satisfied="very", note="")
        == "closed"
    )
    assert CallBack.objects.get(case=case).satisfied == "very"


def test_a_grid_case_is_filed_with_a_condition(dispatcher, town, new_case):
    case = new_case(source="inspector")
    standard = FilingStandard.objects.get(flow="grid")
    assert send(dispatcher, case, "file", standard=standard.pk).status_code == 303
    assert state_of(case) == "pending_dispatch"


def test_rejecting_names_its_ground_and_cancelling_its_reason(dispatcher, supervisor, new_case):
    first, second = new_case(), new_case()
    assert send(dispatcher, first, "reject", ground="legal_channel", words="请向法院提出").status_code == 303
    assert send(supervisor, second, "cancel", reason="重复录入").status_code == 303
    assert (state_of(first), state_of(second)) == ("rejected", "cancelled")


def test_classifying_takes_the_category_from_the_tree_of_the_flow(dispatcher, new_case):
    from cases.models import Category

    top = Category.objects.get(code="030701")
    below = Category.objects.create(
        scheme=top.scheme,
        kind="hotline",
        code="03070101",
        name="流动摊贩",
        level=2,
        parent=top,
        path_name="占道经营 / 流动摊贩",
    )
    case = new_case()
    assert send(dispatcher, case, "classify", category=below.pk).status_code == 303
    case.refresh_from_db()
    assert case.category == below
    assert send(dispatcher, case, "classify", category=top.pk).status_code == 400


def test_call_back_needs_its_answers_only_when_somebody_answered(dispatcher, town, signed_case):
    clerk, case = seat(town.centre, Role.CALLBACK_CLERK), signed_case()
    make.put(case, "callback")
    answer = send(clerk, case, "callback", is_reached="yes")
    assert set(answer.context["panel"].form.errors) == {"was_contacted", "solved", "satisfied"}
    assert send(clerk, case, "callback", is_reached="no", note="无人接听").status_code == 303


def test_a_place_needs_both_coordinates_or_some_words(dispatcher, new_case):
    case = new_case()
    assert send(dispatcher, case, "locate", lon="116.2").context["panel"].form.errors["lat"]
    assert send(dispatcher, case, "locate").context["panel"].form.errors["address"]
    assert send(dispatcher, case, "locate", lon="nan", lat="inf").status_code == 400


def test_a_form_from_elsewhere_is_refused(dispatcher, new_case):
    from django.test import Client

    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(dispatcher.user)
    case = new_case()
    answer = stranger.post(f"/desk/cases/{case.case_no}/note/", {"version": 1, "text": "x"})
    assert answer.status_code == 403
    assert "页面已失效" in answer.content.decode()


def test_reading_changes_nothing(dispatcher, new_case):
    case = new_case()
    assert dispatcher.get(f"cases/{case.case_no}/dispatch/").status_code == 405
    assert dispatcher.browser.post("/desk/").status_code == 405
