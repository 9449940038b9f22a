"""现场应哨: a story told on an officer's telephone."""

import pytest

from enforcement.actions.decide_objection import decide_objection
from enforcement.actions.site_code import site_code
from enforcement.models import CheckIn, Departure, SiteRecord
from foundation.actions.add_attachment import add_attachment
from organizations.roles import Role
from tests import make
from tests.desk.conftest import seat
from tests.desk.whistles.conftest import act, text_of, upload
from tests.enforcement.acting import came, fresh, reported
from tests.enforcement.conftest import summonses
from tests.make import MORNING, NOON, at


@pytest.fixture
def one(pages):
    return summonses(pages.whistling.blow(2))[0]


def page(desk, summons, query="", status=200) -> str:
    return text_of(desk.browser.get(f"/field/{summons.number}/{query}"), status)


def send(desk, summons, action, **typed):
    summons.refresh_from_db(fields=["version"])
    data = {"version": summons.version, **typed}
    return desk.browser.post(f"/field/{summons.number}/{action}/", data)


def test_the_day_of_an_officer_without_a_system(pages, one, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    officer = pages.officer(one)

    def then(action, **typed) -> str:
        answer = send(officer, one, action, **typed)
        assert (answer.status_code, answer.headers.get("Location")) == (303, f"/field/{one.number}/"), action
        return fresh(one).state

    assert "模式口大街环境整治" in text_of(officer.browser.get("/field/"))
    assert "确定签收" in page(officer, one)
    assert then("sign", officer_name="张科长", officer_post="科长", eta="2026-11-24T12:30") == "signed"
    assert "确定报到" in page(officer, one)
    here = {"officer_name": "张科长", "team_size": 3, "lon": "116.2026", "lat": "39.9075", "photo": upload()}
    assert then("check_in", **here) == "checked_in"
    assert then("record", measure="enforcement", text="责令改正", photos=[upload(width=641)]) == "working"
    assert then("leave", reason="另有任务") == "working"
    assert "待街道同意" in page(officer, one)
    assert then("report", result="solved", text="已清理完毕") == "reported"
    text = page(officer, one)
    assert "距现场 9 米" in text
    assert text.count('class="thumb"') == 2
    assert "已清理完毕" in text
    row = CheckIn.objects.get()
    assert (row.way, row.team_size, row.position_note) == ("app", 3, "")
    assert (SiteRecord.objects.count(), Departure.objects.get().state) == (1, "granted")


def test_who_cannot_tell_the_position_says_why_and_keeps_what_was_typed(pages, one):
    officer = pages.officer(one)
    answer = send(officer, one, "check_in", officer_name="我写的名字", team_size=2)
    assert answer.context["panel"].form.errors["position_note"]
    assert "我写的名字" in text_of(answer, 400)
    typed = {"officer_name": "张某", "team_size": 2, "position_note": "no_signal"}
    assert send(officer, one, "check_in", **typed).status_code == 303
    assert (CheckIn.objects.get().position_note, CheckIn.objects.get().distance_metres) == ("现场没有信号", None)
    assert "未定位：现场没有信号" in fresh(one).events.last().text


def test_the_code_on_the_spot_leads_to_the_check_in_and_proves_it(pages, one):
    officer, code = pages.officer(one), site_code(one.whistle)
    answer = officer.browser.get("/field/arrive/", {"code": code})
    assert answer["Location"].startswith(f"/field/{one.number}/?")
    opened = officer.browser.get(answer["Location"].partition("#")[0])
    assert opened.context["panel"].form["code"].value() == code
    assert send(officer, one, "check_in", officer_name="张某", team_size=1, code=code).status_code == 303
    assert CheckIn.objects.get().way == "qr"
    forged = send(officer, one, "check_in", officer_name="张某", team_size=1, code=code[:-1])
    assert "现场码不是这个哨的" in text_of(forged, 409)


def test_a_code_of_a_whistle_that_did_not_call_us_leads_nowhere(pages, one):
    stranger = seat(make.organization(parent=pages.whistling.town.centre), Role.DEPARTMENT_OFFICER)
    for code in (site_code(one.whistle), "", "nonsense", "S20990101-000001:x"):
        assert stranger.browser.get("/field/arrive/", {"code": code}).status_code == 404


def test_another_units_summons_is_not_there(pages, one):
    other = summonses(one.whistle)[1]
    officer = pages.officer(one)
    page(officer, other, status=404)
    assert send(officer, other, "sign", officer_name="代签").status_code == 404
    assert fresh(other).state == "notified"


def test_open_ones_come_first_by_what_falls_due_and_done_ones_below(pages):
    whistling = pages.whistling
    done = summonses(whistling.blow(1, matter="办完的"))[0]
    reported(whistling, came(whistling, done, MORNING), MORNING)
    whistling.blow(1, matter="普通的")
    whistling.blow(1, matter="紧急的", kind="emergency", now=at("2026-11-24 11:50"))
    mine = pages.officer(done).browser.get("/field/").context["mine"]
    assert [item.summons.whistle.matter for item in mine.open] == ["普通的", "紧急的"]
    assert [row.whistle.matter for row in mine.done.rows] == ["办完的"]


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_takes_the_same_few_statements(pages, count, django_assert_max_num_queries):
    for n in range(count):
        (one,) = summonses(pages.whistling.blow(1, matter=f"第 {n}"))
    officer = pages.officer(one)
    with django_assert_max_num_queries(7):
        officer.browser.get("/field/")
    with django_assert_max_num_queries(10):
        page(officer, one)


def test_an_objection_and_the_words_of_a_refusal(pages, one):
    officer = pages.officer(one)
    assert send(officer, one, "object", reason="不属本单位").context["panel"].form.errors["basis"]
    assert send(officer, one, "object", reason="不属本单位", basis="三定方案").status_code == 303
    assert "异议中" in page(officer, one)
    twice = send(officer, one, "object", reason="再提", basis="再提")
    assert "再提" in text_of(twice, 409)
    assert send(officer, one, "refuse", reason="人手不足").status_code == 303
    assert "拒绝应哨" in page(officer, one)


def test_whoever_is_excused_keeps_the_decision_and_sees_the_matter_no_more(pages, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    photo = add_attachment(upload(), name="现场.jpg", actor=pages.whistling.leader, now=MORNING)
    whistle = pages.whistling.blow(1, details="店主姓王，住二楼", attachments=(photo.pk,))
    (one,) = summonses(whistle)
    officer = pages.officer(one)
    assert "店主姓王" in page(officer, one)
    assert send(officer, one, "object", reason="不属本单位", basis="三定方案").status_code == 303
    words = {"is_upheld": True, "words": "确非其责"}
    decide_objection(one.pk, **words, actor=pages.whistling.clerk, now=NOON)
    text = page(officer, one)
    assert "确非其责" in text
    for hidden in ("店主姓王", whistle.leader_name, "geo:", str(photo.pk), "评价吹哨"):
        assert hidden not in text
    assert "模式口大街环境整治" in text_of(officer.browser.get("/field/"))


@pytest.mark.parametrize("year", ["0001", "1999", "2100"])
def test_a_check_in_of_a_year_that_nobody_means_is_told_at_its_place(pages, one, year):
    typed = {"officer_name": "张某", "team_size": 2, "position_note": "no_signal", "at": f"{year}-01-01T08:00"}
    answer = send(pages.officer(one), one, "check_in", **typed)
    assert answer.context["panel"].form.errors["at"] == ["年份应在 2000 到 2099 之间，请检查。"]
    desk = {"officer_name": "张某", "team_size": 2, "at": typed["at"]}
    assert act(pages.clerk, one, "check_in", **desk).context["panel"].form.errors["at"]
    eta = {"officer_name": "张某", "eta": typed["at"]}
    assert send(pages.officer(one), one, "sign", **eta).context["panel"].form.errors["eta"]
    assert not CheckIn.objects.exists()


def test_the_department_judges_the_whistle_once(pages, one):
    officer = pages.officer(one)
    reported(pages.whistling, came(pages.whistling, one, MORNING), MORNING)
    stars = {"necessity": 4, "information": 5, "coordination": 3, "version": 1}
    address = f"/field/{one.number}/feedback/"
    assert officer.browser.post(address, stars).status_code == 303
    assert officer.browser.post(address, stars).status_code == 409
    assert "必要性 4，信息 5，统筹 3" in page(officer, one)


def test_without_summonses_the_page_says_so(pages):
    officer = seat(pages.whistling.town.department, Role.DEPARTMENT_OFFICER)
    assert "没有要办的哨" in text_of(officer.browser.get("/field/"))
    assert officer.browser.get("/field/?cursor=nonsense").status_code == 200
