"""The first desk in a real browser."""

import pytest
from playwright.sync_api import expect

from cases.actions.dispatch import dispatch
from cases.actions.note import note
from cases.models import Case, CaseEvent
from cases.rules.orders import Whereabouts
from foundation import clock
from organizations.roles import Role
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(town) -> Case:
    return fresh_case(town)


def fresh_case(town, **facts) -> Case:
    now = clock.now()
    where = Whereabouts(street=town.area.streets[0].name, address="柳荫路南口")
    return make.case(sender=town.city, now=now, received_at=now, whereabouts=where, **facts)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_dispatcher_sends_a_case_and_the_street_signs_for_it(town, case, make_user, enter, javascript):
    desk = enter(make_user(town.centre, Role.DISPATCHER, name="李调度"), javascript=javascript)
    desk.get_by_role("link", name="待派单").click()
    desk.get_by_role("link", name=case.case_no).click()
    desk.get_by_label("派往").select_option(label="乙河街道办事处")
    desk.get_by_label("理由").fill("经核实在乙河街道")
    desk.get_by_role("button", name="确定派遣").click()
    expect(desk.get_by_text("已派遣。")).to_be_visible()
    expect(desk.locator(".timeline li").first).to_contain_text("经核实在乙河街道")

    street = enter(make_user(town.streets[1], Role.STREET_OPERATOR, name="乙经办"), javascript=javascript)
    street.get_by_role("link", name="待签收").first.click()
    street.get_by_role("link", name=case.case_no).click()
    street.get_by_role("button", name="签收这件案件").click()
    expect(street.get_by_text("已签收，请尽快联系诉求人。")).to_be_visible()
    case.refresh_from_db()
    assert (case.state, case.lead) == ("handling", town.streets[1])


def test_what_a_colleague_changed_meanwhile_is_shown_and_nothing_typed_is_lost(town, case, make_user, enter):
    desk = enter(make_user(town.centre, Role.DISPATCHER, name="李调度"))
    desk.goto(f"/desk/cases/{case.case_no}/")
    desk.get_by_label("理由").fill("写了很久的理由")
    note(case.pk, text="来电人补充：共三盏", actor=make.person(town.centre, Role.DISPATCHER), now=clock.now())
    desk.get_by_label("派往").select_option(label="甲河街道办事处")
    desk.get_by_role("button", name="确定派遣").click()
    expect(desk.locator("#act .stale")).to_contain_text("来电人补充：共三盏")
    expect(desk.get_by_label("理由")).to_have_value("写了很久的理由")
    desk.get_by_role("button", name="确定派遣").click()
    expect(desk.get_by_text("已派遣。")).to_be_visible()


def test_a_double_click_signs_once(town, case, make_user, enter):
    dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=clock.now())
    street = enter(make_user(town.streets[0], Role.STREET_OPERATOR, name="甲经办"))
    street.goto(f"/desk/cases/{case.case_no}/")
    street.get_by_role("button", name="签收这件案件").dblclick()
    expect(street.get_by_text("已签收，请尽快联系诉求人。")).to_be_visible()
    assert CaseEvent.objects.filter(case=case, kind="signed").count() == 1


def test_the_work_can_be_done_from_the_keyboard(town, case, make_user, enter):
    second = fresh_case(town, title="井盖破损")
    desk = enter(make_user(town.centre, Role.DISPATCHER, name="李调度"))
    desk.keyboard.press("/")
    expect(desk.get_by_label("搜索")).to_be_focused()
    desk.keyboard.press("Escape")
    desk.locator("h2", has_text="全部未结").click()
    desk.keyboard.press("j")
    expect(desk.locator("#preview")).to_contain_text(case.case_no)
    desk.keyboard.press("j")
    expect(desk.locator("#preview")).to_contain_text("井盖破损")
    desk.keyboard.press("k")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/desk/cases/{second.case_no}/")
    desk.keyboard.press("?")
    expect(desk.get_by_role("heading", name="键盘操作")).to_be_visible()
    desk.keyboard.press("Escape")
    desk.keyboard.press("g")
    desk.keyboard.press("q")
    desk.wait_for_url("**/desk/")


def test_the_queue_refreshes_itself_and_marks_what_is_new_unless_a_row_is_chosen(town, case, make_user, enter):
    desk = enter(make_user(town.centre, Role.DISPATCHER, name="李调度"))
    expect(desk.get_by_text("每 10 秒自动更新")).to_be_visible()
    newcomer = fresh_case(town, title="井盖破损")
    desk.evaluate("refresh()")
    expect(desk.locator("tr.is-fresh")).to_contain_text(newcomer.case_no)
    expect(desk.locator("#announce")).to_have_text("")
    desk.locator(f"tr[data-case='{case.case_no}'] td").nth(2).click()
    expect(desk.get_by_text("已选中一行，暂停更新")).to_be_visible()
    fresh_case(town, title="晚到一步")
    desk.evaluate("refresh()")
    desk.wait_for_load_state("networkidle")
    expect(desk.get_by_text("晚到一步")).to_have_count(0)
