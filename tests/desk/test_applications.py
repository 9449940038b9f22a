"""退单、延期、挂账 at the desk: asked for on the case page, listed for the centre, rules by their returns."""

import pytest

from cases.actions.request_return import request_return
from cases.models import CatalogueRule, ClockLimit, DispatchDecision
from organizations.roles import Role
from tests import make
from tests.desk.test_acting import send, state_of
from tests.make import MORNING

_WORDS = {"reason": "不在本街道辖区", "basis": "区划图"}


@pytest.fixture
def asked(town, sent_case):
    """Given back by the first street, to be decided within two working hours."""
    ClockLimit.objects.create(
        clock_kind="decide", limit_value=2, limit_kind="work_hour", counts_from="dispatched", valid_from="2020-01-01"
    )

    def asked():
        officer = make.person(town.streets[0], Role.STREET_OPERATOR)
        return request_return(sent_case().pk, **_WORDS, proposed=town.department, actor=officer, now=MORNING)

    return asked


def text_of(desk, address):
    answer = desk.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_unit_asks_and_the_centre_sends_it_on(street, dispatcher, sent_case, town):
    case = sent_case()
    assert "建议单位" in text_of(street, f"cases/{case.case_no}/?do=request_return")
    assert send(street, case, "request_return", **_WORDS, organization=town.department.code).status_code == 303
    case.refresh_from_db()
    page = text_of(dispatcher, f"cases/{case.case_no}/")
    assert "同意后派往" in page
    assert "区划图" in page
    said = {"is_approved": "yes", "organization": town.department.code}
    assert send(dispatcher, case, "decide_return", **said).status_code == 303
    assert state_of(case) == "dispatched"


def test_more_time_and_the_shelf(street, supervisor, signed_case):
    case = signed_case()
    more = {"reason": "等待配件", "n": "2", "is_requester_told": "on"}
    assert "二者选一" in send(street, case, "request_extension", reason="等待配件").content.decode()
    assert send(street, case, "request_extension", **more).status_code == 303
    case.refresh_from_db()
    assert send(supervisor, case, "decide_extension", is_approved="yes").status_code == 303
    case.refresh_from_db()
    plan = {"reason": "冬季不能施工", "plan": "开春即修"}
    assert send(street, case, "request_shelving", **plan, until="2026-11-01T09:00").status_code == 400
    for year in ("0001", "9999"):
        refused = send(street, case, "request_shelving", **plan, until=f"{year}-12-31T09:00")
        assert "年份应在 2000 到 2099 之间" in refused.content.decode()
    assert send(street, case, "request_shelving", **plan, until="2027-03-01T09:00").status_code == 303
    case.refresh_from_db()
    assert send(supervisor, case, "decide_shelving", is_approved="yes").status_code == 303
    assert "挂账，到期自动恢复：" in text_of(street, f"cases/{case.case_no}/")
    case.refresh_from_db()
    assert send(street, case, "resume", note="提前开工").status_code == 303
    assert state_of(case) == "handling"


def test_what_waits_is_listed_with_its_time_left(dispatcher, asked):
    case = asked()
    page = text_of(dispatcher, "applications/")
    for shown in (case.case_no, "甲河街道", "不在本街道辖区", "城市管理委"):
        assert shown in page
    # From 9:30 two working hours: until 11:30; at twelve half an hour late.
    assert "-0:30" in page


def test_the_list_says_when_nothing_waits(dispatcher):
    assert "没有待审的申请" in text_of(dispatcher, "applications/")


def test_the_list_costs_the_same_for_one_and_for_many(dispatcher, asked, django_assert_max_num_queries):
    for _n in range(4):
        asked()
    with django_assert_max_num_queries(8):
        dispatcher.get("applications/")


def test_rules_are_listed_by_their_returns(dispatcher, supervisor, town, sent_case):
    rule = CatalogueRule.objects.create(target_kind="territorial_street", valid_from="2020-01-01")
    case = sent_case()
    DispatchDecision.objects.filter(case=case).update(mode="catalogue", rule=rule)
    officer = make.person(town.streets[0], Role.STREET_OPERATOR)
    asked = request_return(case.pk, **_WORDS, proposed=town.department, actor=officer, now=MORNING)
    send(dispatcher, asked, "decide_return", is_approved="yes")
    page = text_of(supervisor, "returns/")
    for shown in ("全部类别 × 全区", "100.0 %", "城市管理委员会"):
        assert shown in page
    assert "/admin/" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_a_period_without_dispatches_and_one_that_makes_no_sense(dispatcher):
    assert "这段时间没有按目录派遣的案件" in text_of(dispatcher, "returns/?since=2026-01-01&until=2026-01-31")
    assert "年份应在" in dispatcher.get("returns/?since=2026-01-01&until=9999-12-31").content.decode()
    wrong = dispatcher.get("returns/?since=2026-02-01&until=2026-01-31")
    assert (wrong.status_code, "结束日期不能早于开始日期。" in wrong.content.decode()) == (400, True)
