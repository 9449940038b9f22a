"""② 案件: what the page shows, and to whom."""

import pytest

from cases.actions.urge import urge
from cases.rules.orders import Caller, Whereabouts
from organizations.roles import Role
from tests import make
from tests.desk.conftest import Desk, seat


def page(desk: Desk, case, query: str = "", status: int = 200) -> str:
    response = desk.get(f"cases/{case.case_no}/{query}")
    assert response.status_code == status
    return response.content.decode()


def offered(desk: Desk, case) -> list[str]:
    return [step.name for step in desk.get(f"cases/{case.case_no}/").context["facts"].steps]


def test_the_page_tells_story_and_facts(dispatcher, town, sent_case):
    case = sent_case(title="路灯不亮", content="柳荫路南口三盏路灯不亮。")
    text = page(dispatcher, case)
    for shown in (
        "柳荫路南口三盏路灯不亮。",
        case.order_no,
        "甲河街道办事处",
        "人工派往",
        "区指挥中心",
        "王**",
        "199****1234",
    ):
        assert shown in text


def test_a_due_time_at_midnight_is_the_end_of_its_day(dispatcher, new_case):
    case = new_case(reply_due_at=make.at("2026-11-29 00:00"))
    assert "11-28 24:00" in page(dispatcher, case)


def test_what_is_overdue_counts_below_zero(dispatcher, new_case):
    case = new_case(received_at=make.at("2026-11-23 09:00"), reply_due_at=make.at("2026-11-24 09:50"))
    row = dispatcher.get(f"cases/{case.case_no}/").context["facts"].row
    assert (row.lamp.label, row.remaining, row.is_overdue) == ("超期", "-2:10", True)


def test_the_place_is_drawn_when_its_cell_is_known(dispatcher, town, new_case):
    point = town.area.point_in(town.area.unit_grids[0])
    located = new_case(whereabouts=Whereabouts(lon=point.lon, lat=point.lat))
    assert "<circle" in page(dispatcher, located)
    assert town.area.unit_grids[0].code in page(dispatcher, located)
    assert "sketch-cell" not in page(dispatcher, new_case(whereabouts=Whereabouts()))


def test_another_streets_case_is_not_there(other_street, sent_case):
    assert "没有这件案件" in page(other_street, sent_case(), status=404)


def test_a_number_nobody_gave_out_is_not_there(dispatcher):
    assert dispatcher.get("cases/20990101-000001/").status_code == 404
    assert dispatcher.get("cases/'%20or%201=1/").status_code == 404


def test_a_secret_requester_is_hidden_from_the_unit_and_masked_for_the_centre(dispatcher, street, sent_case):
    case = sent_case(caller=Caller(name="王某某", phone="19900001234", is_secret=True))
    assert "199****1234" not in page(street, case)
    assert "保密" in page(street, case)
    assert "199****1234" in page(dispatcher, case)


def test_the_centres_buttons_are_those_of_the_role_and_the_moment(dispatcher, supervisor, new_case, signed_case):
    question = new_case(request_kind="consultation")
    assert offered(dispatcher, new_case()) == ["locate", "classify", "reject", "hand_over", "dispatch", "note", "merge"]
    assert "answer" in offered(dispatcher, question)
    assert offered(dispatcher, signed_case()) == ["locate", "classify", "assist", "note", "urge", "merge"]
    assert offered(supervisor, signed_case()) == [
        "locate", "classify", "assist", "note", "urge", "supervise", "mark_hard", "close_special", "cancel",
        "merge",
    ]  # fmt: skip


def test_a_streets_buttons_are_those_of_the_moment(street, sent_case, signed_case):
    assert offered(street, sent_case()) == ["sign", "request_return", "note"]
    applications = ["request_extension", "request_shelving"]
    assert offered(street, signed_case()) == [
        "request_return",
        "contact",
        "assign",
        "assist",
        *applications,
        "note",
        "reply",
    ]


def test_a_community_sees_the_cases_of_its_area_and_may_note_only(town, noon, sent_case):
    where = Whereabouts(street=town.area.streets[0].name, community=town.area.communities[0].name)
    worker = seat(town.communities[0], Role.COMMUNITY_WORKER)
    assert offered(worker, sent_case(whereabouts=where)) == ["note"]


@pytest.mark.parametrize("do", ["locate", "classify", "reject", "dispatch", "urge", "sign", "nonsense", "%00"])
def test_every_form_opens_from_its_address_and_a_wrong_one_opens_none(dispatcher, new_case, do):
    case = new_case()
    response = dispatcher.get(f"cases/{case.case_no}/?do={do}")
    assert response.status_code == (400 if do == "%00" else 200)
    if do in ("locate", "classify", "reject", "dispatch"):
        assert f'action="/desk/cases/{case.case_no}/{do}/"' in response.content.decode()


def test_the_catalogues_suggestion_stands_in_the_dispatch_form(dispatcher, town, new_case):
    panel = dispatcher.get(f"cases/{new_case().case_no}/?do=dispatch").context["panel"]
    assert panel.suggestion.target == town.streets[0]
    assert panel.form["target"].value() == town.streets[0].code


def test_a_notice_waits_behind_the_bell_until_it_is_read(street, town, signed_case):
    case = signed_case()
    urge(case.pk, words="请尽快办理", actor=make.person(town.centre, Role.DISPATCHER), now=make.NOON)
    assert '<span class="bell-count">1</span>' in page(street, case)
    text = street.get("notices/").content.decode()
    assert "请尽快办理" in text
    notice = street.get("notices/").context["lines"][0][0]
    answer = street.browser.post(f"/desk/notices/{notice.pk}/read/", {"then": "open"})
    assert answer.headers["Location"] == f"/desk/cases/{case.case_no}/"
    assert "bell-count" not in page(street, case)


def test_another_units_notice_cannot_be_marked(other_street, street, town, signed_case):
    urge(signed_case().pk, words="请尽快办理", actor=make.person(town.centre, Role.DISPATCHER), now=make.NOON)
    notice = street.get("notices/").context["lines"][0][0]
    assert other_street.browser.post(f"/desk/notices/{notice.pk}/read/").status_code == 404
    assert other_street.browser.post("/desk/notices/read/").status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is None
