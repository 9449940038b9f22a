"""吹哨: choosing whom to call, seeing what will happen, blowing once."""

import pytest
from django.test import Client

from cases.actions.dispatch import dispatch
from cases.actions.sign import sign
from cases.rules.orders import Whereabouts
from enforcement.actions.close import close
from enforcement.models import DutyItem, Summons, Whistle
from foundation.models import Attachment
from kernel.times import due_text
from organizations.roles import Role
from tests import make
from tests.cases.life.test_together import at_once
from tests.desk.whistles.conftest import open_page, text_of, upload
from tests.enforcement.acting import came, rated, reported
from tests.enforcement.conftest import summonses
from tests.make import MORNING, NOON, at

TEN = at("2026-11-24 10:00")


@pytest.fixture
def two(pages):
    """Two departments, one of them with a duty that calls it."""
    pages.whistling.calls(2)
    first, second = pages.whistling.departments
    DutyItem.objects.create(organization=first, duty="查处占道经营", valid_from="2020-01-01")
    return first, second


def typed(*departments, **facts):
    usual = {
        "token": "a" * 32,
        "kind": "enforcement",
        "matter": "占道经营整治",
        "address": "柳荫路与松涛路交口",
        "departments": [one.code for one in departments],
        "step": "blow",
    }
    return usual | {f"duty-{one.code}": "查处占道经营" for one in departments} | facts


def send(desk, query="", **data):
    return desk.browser.post(f"/desk/whistles/blow/{query}", data)


def candidates(answer) -> list[tuple[str, str, bool]]:
    return [(one.department.code, one.duty, one.is_ticked) for one in answer.context["draft"].picker.candidates]


def test_suggestions_come_with_their_reason_and_duty(pages, two):
    answer = pages.leader.get("whistles/blow/")
    assert candidates(answer) == [(two[0].code, "查处占道经营", False)]
    assert "职责清单：查处占道经营" in text_of(answer)


def test_looking_for_another_department_loses_nothing_that_was_typed(pages, two):
    first, second = two
    answer = send(pages.leader, **typed(first, step="find", find=second.name, details="我写的情况"))
    assert candidates(answer) == [(first.code, "查处占道经营", True), (second.code, "", False)]
    text = text_of(answer)
    assert "我写的情况" in text
    assert "invalid-feedback" not in text
    assert not Whistle.objects.exists()
    assert "没有名称含“某某局”的在用部门" in text_of(send(pages.leader, **typed(first, step="find", find="某某局")))
    assert [code for code, _duty, _ticked in candidates(send(pages.leader, **typed(first, step="all")))] == [
        first.code,
        second.code,
    ]


def test_before_it_is_blown_the_leader_sees_when_each_has_to_come(pages, two):
    answer = send(pages.leader, **typed(*two, step="check"))
    foreseen = [(clock.name, clock.due) for clock in answer.context["draft"].foreseen]
    assert [name for name, _due in foreseen] == ["签收", "联系", "报到", "办结"]
    assert "确认吹哨，召集 2 家部门" in text_of(answer)
    assert not Whistle.objects.exists()
    send(pages.leader, **typed(*two))
    for one in Summons.objects.all():
        given = [due_text(clock.due_at, now=NOON) for clock in one.clocks.order_by("id")]
        assert given == [due for _name, due in foreseen]


def test_blown_once_however_often_it_is_sent(pages, two):
    answers = [send(pages.leader, **typed(*two)) for _ in range(2)]
    whistle = Whistle.objects.get()
    assert [(a.status_code, a["Location"]) for a in answers] == [(303, f"/desk/whistles/{whistle.number}/")] * 2
    assert (whistle.leader_name, whistle.matter, whistle.office) == ("李副主任", "占道经营整治", pages.whistling.office)
    assert Summons.objects.count() == 2
    assert "2 家部门已收到通知" in text_of(open_page(pages.leader, whistle))


@pytest.mark.django_db(transaction=True)
def test_blown_once_though_it_is_sent_twice_in_the_same_moment(pages, two):
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(pages.leader.user)
    answers = at_once([lambda b=b: b.post("/desk/whistles/blow/", typed(*two)) for b in browsers])
    whistle = Whistle.objects.get()
    assert [(a.status_code, a["Location"]) for a in answers] == [(303, f"/desk/whistles/{whistle.number}/")] * 2
    assert Summons.objects.count() == 2


def test_a_page_that_was_refused_may_be_sent_again_and_each_page_blows_for_itself(pages, two):
    assert send(pages.leader, **typed(*two, matter="")).status_code == 400
    assert send(pages.leader, **typed(*two)).status_code == 303
    assert send(pages.leader, **typed(*two, token="b" * 32)).status_code == 303
    assert send(pages.leader, **typed(*two, token="\0")).status_code == 303
    assert Whistle.objects.count() == 3


@pytest.mark.parametrize("year", ["0001", "1999", "2100", "9999"])
def test_a_year_that_nobody_means_is_told_at_its_place(pages, two, year):
    times = {"arrive_by": f"{year}-11-24T15:00", "finish_by": f"{year}-11-24T16:00"}
    answer = send(pages.leader, **typed(*two, **times))
    assert set(answer.context["draft"].form.errors) == {"arrive_by", "finish_by"}
    assert "年份应在 2000 到 2099 之间" in text_of(answer, 400)


@pytest.mark.parametrize(("duty", "wrong"), [("查\0处", "空字符"), ("查" * 201, "200")])
def test_a_duty_that_cannot_be_written_down_is_told_at_its_department(pages, two, duty, wrong):
    second = two[1]
    whistle = pages.whistling.blow(1)
    answer = send(pages.leader, **typed(second, **{f"duty-{second.code}": duty}))
    assert answer.status_code == 400
    assert wrong in answer.context["draft"].picker.ticked[0].error
    data = {"version": whistle.version, "departments": [second.code], f"duty-{second.code}": duty, "step": "call"}
    answer = pages.leader.browser.post(f"/desk/whistles/{whistle.number}/summon_more/", data)
    assert answer.status_code == 400
    assert wrong in answer.context["picker"].ticked[0].error
    assert Summons.objects.count() == 1


def test_the_decision_is_the_leaders(pages, two):
    assert pages.clerk.get("whistles/blow/").status_code == 403
    assert send(pages.clerk, **typed(*two)).status_code == 403
    assert send(pages.supervisor, **typed(*two)).status_code == 403
    assert "/desk/whistles/blow/" not in text_of(pages.clerk.get("whistles/"))
    assert "/desk/whistles/blow/" in text_of(pages.leader.get("whistles/"))


def test_what_is_missing_is_told_at_its_place(pages, two):
    first, second = two
    answer = send(pages.leader, **typed(first, second, **{f"duty-{second.code}": " "}))
    assert answer.status_code == 400
    assert [one.error for one in answer.context["draft"].picker.candidates] == ["", "请写明因哪项职责吹哨。"]
    assert "请至少选择一个部门。" in text_of(send(pages.leader, **typed()), 400)
    answer = send(pages.leader, **typed(first, arrive_by="2026-11-24T11:00", matter=""))
    assert set(answer.context["draft"].form.errors) == {"matter"}
    answer = send(pages.leader, **typed(first, arrive_by="2026-11-24T11:00"))
    assert set(answer.context["draft"].form.errors) == {"arrive_by"}
    assert not Whistle.objects.exists()


def test_photos_are_taken_in_at_the_first_step_and_used_at_the_last(pages, two, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    answer = send(pages.leader, **typed(*two, step="check", photos=[upload()]))
    (photo,) = answer.context["draft"].photos
    assert f'name="kept" value="{photo.pk}"' in text_of(answer)
    assert send(pages.leader, **typed(*two, kept=[str(photo.pk), "nonsense"])).status_code == 303
    assert [one.attachment for one in Whistle.objects.get().attachments.all()] == [photo]
    assert Attachment.objects.count() == 1


def test_from_a_case_the_whistle_takes_its_words_place_and_link(pages, two, town_case):
    text = text_of(pages.leader.get(f"cases/{town_case.case_no}/"))
    assert f"/desk/whistles/blow/?case={town_case.case_no}" in text
    answer = pages.leader.get(f"whistles/blow/?case={town_case.case_no}")
    assert answer.context["draft"].form.initial["matter"] == town_case.title
    data = typed(two[0], address=town_case.address)
    assert send(pages.leader, f"?case={town_case.case_no}", **data).status_code == 303
    whistle = Whistle.objects.get()
    assert (whistle.case, whistle.lon) == (town_case, town_case.lon)
    assert f"/desk/cases/{town_case.case_no}/" in text_of(open_page(pages.leader, whistle))
    assert f"/desk/whistles/{whistle.number}/" in text_of(pages.leader.get(f"cases/{town_case.case_no}/"))
    assert f"/desk/cases/{town_case.case_no}/" not in text_of(open_page(pages.officer(summonses(whistle)[0]), whistle))


@pytest.fixture
def town_case(pages):
    """A case with a point, in the hands of the street that blows."""
    town, point = pages.whistling.town, pages.whistling.town.area.point_in(pages.whistling.town.area.unit_grids[0])
    case = make.case(sender=town.city, whereabouts=Whereabouts(lon=point.lon, lat=point.lat, address="柳荫路 3 号"))
    dispatch(case.pk, target=pages.whistling.office, actor=make.person(town.centre, Role.DISPATCHER), now=MORNING)
    return sign(case.pk, actor=pages.whistling.clerk, now=MORNING)


def test_a_foreign_case_is_not_there(pages, two):
    town = pages.whistling.town
    case = make.case(sender=town.city, whereabouts=Whereabouts(street=town.area.streets[1].name))
    assert pages.leader.get(f"whistles/blow/?case={case.case_no}").status_code == 404
    assert send(pages.leader, f"?case={case.case_no}", **typed(two[0])).status_code == 404


def finished(whistling, whistle):
    for one in summonses(whistle):
        reported(whistling, came(whistling, one, TEN), TEN)
        rated(whistling, one, TEN)
    close(whistle.pk, words="办结", actor=whistling.clerk, now=TEN)


def test_a_repeat_is_filled_in_linked_and_counted(pages, two):
    whistling = pages.whistling
    earlier = whistling.blow(1)
    finished(whistling, earlier)
    answer = pages.leader.get(f"whistles/blow/?repeat={earlier.number}")
    assert answer.context["draft"].form.initial["matter"] == earlier.matter
    assert send(pages.leader, f"?repeat={earlier.number}", **typed(two[0])).status_code == 303
    again = Whistle.objects.exclude(pk=earlier.pk).get()
    assert (again.repeat_of, again.repeat_count) == (earlier, 1)
    assert again.number in text_of(open_page(pages.leader, earlier))
    assert "第 1 次重复" in text_of(open_page(pages.leader, again))


def test_a_repeat_is_where_the_earlier_was_unless_another_place_is_written(pages, two):
    whistling = pages.whistling
    earlier = whistling.blow(1)
    finished(whistling, earlier)
    query = f"?repeat={earlier.number}"
    send(pages.leader, query, **typed(two[0], address=earlier.address))
    send(pages.leader, query, **typed(two[0], address="柳荫路与松涛路交口", token="b" * 32))
    same, other = Whistle.objects.exclude(pk=earlier.pk).order_by("id")
    for name in ("lon", "lat", "address", "precision", "unit_grid"):
        assert getattr(same, name) == getattr(earlier, name)
    assert (earlier.precision, other.precision) == ("point", "crossing")


def test_who_was_not_called_again_does_not_learn_the_number_of_the_repeat(pages, two):
    whistling = pages.whistling
    earlier = whistling.blow(2)
    finished(whistling, earlier)
    once, twice = summonses(earlier)
    query = f"?repeat={earlier.number}"
    assert send(pages.leader, query, **typed(twice.department, address="甲路")).status_code == 303
    again = Whistle.objects.exclude(pk=earlier.pk).get()
    assert again.number not in text_of(open_page(pages.officer(once), earlier))
    assert again.number in text_of(open_page(pages.officer(twice), earlier))
    third = make.organization(parent=whistling.town.centre)
    assert send(pages.leader, query, **typed(third, address="乙路", token="b" * 32)).status_code == 303
    latest = Whistle.objects.latest("id")
    text = text_of(open_page(pages.officer(summonses(latest)[0]), latest))
    assert "次重复" in text
    assert earlier.number not in text
    assert earlier.number in text_of(open_page(pages.supervisor, latest))


def test_more_departments_are_called_once(pages, two):
    first, second = two
    whistle = pages.whistling.blow(1)
    address = f"/desk/whistles/{whistle.number}/summon_more/"
    page = pages.leader.browser.get(address)
    assert first.code not in [one.department.code for one in page.context["picker"].candidates]
    data = {"version": whistle.version, "departments": [second.code], f"duty-{second.code}": "消防检查", "step": "call"}
    answers = [pages.leader.browser.post(address, data) for _ in range(2)]
    assert answers[0]["Location"] == f"/desk/whistles/{whistle.number}/"
    assert answers[1].status_code in {400, 412}
    assert [one.duty for one in summonses(whistle)] == ["综合执法", "消防检查"]
    assert pages.clerk.browser.get(address).status_code == 403
    found = pages.leader.browser.post(address, {"step": "find", "find": second.name})
    assert found.status_code == 200
