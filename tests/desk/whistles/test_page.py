"""One whistle's page: every department at its stage, and every action in its place."""

import pytest

from command_center.desk.whistles.waiting import waiting_for
from enforcement.actions.note_departure import note_departure
from enforcement.actions.object_to import object_to
from enforcement.actions.refuse import refuse
from enforcement.actions.stand_down import stand_down
from enforcement.models import CheckIn, Rating, SiteRecord, Summons, Whistle, WhistleAttachment
from foundation.models import Attachment
from organizations.roles import Role
from tests.desk.conftest import seat
from tests.desk.whistles.conftest import act, open_page, text_of, upload
from tests.enforcement.acting import came, fresh, rated, reported, signed, worked
from tests.enforcement.conftest import summonses
from tests.make import at

TEN, ELEVEN = at("2026-11-24 10:00"), at("2026-11-24 11:00")


@pytest.fixture
def big(pages) -> Whistle:
    """23 departments at 模式口, at every stage of a morning."""
    whistling = pages.whistling
    whistle = whistling.blow(23)
    called = summonses(whistle)
    for one in called[1:12]:
        signed(whistling, one, TEN)
    for one in called[2:10]:
        came(whistling, one, ELEVEN, lon=116.2035, lat=39.9075)
    for one in called[3:8]:
        worked(whistling, one, ELEVEN)
    for one in called[5:8]:
        reported(whistling, one, ELEVEN)
    rated(whistling, called[5], ELEVEN)
    words = {"reason": "不属本单位", "basis": "三定方案"}
    object_to(called[12].pk, **words, actor=whistling.officer(called[12]), now=ELEVEN)
    return whistle


def test_the_street_sees_every_department_with_its_clocks_and_what_came_of_it(pages, big):
    text = text_of(open_page(pages.clerk, big))
    assert "23 家，报到 8 家，已评价 1 家" in text
    assert text.count('<article id="s-') == 23
    for shown in ("距现场 85 米", "责令改正", "不属本单位", "依据：三定方案", "已解决", "按时", "超期"):
        assert shown in text


@pytest.mark.parametrize("departments", [1, 23])
def test_the_page_takes_no_more_than_twelve_statements_however_many_departments(
    pages, departments, django_assert_max_num_queries
):
    whistle = pages.whistling.blow(departments)
    for one in summonses(whistle):
        came(pages.whistling, one, ELEVEN, at=TEN)
        worked(pages.whistling, one, ELEVEN)
    for desk in (pages.clerk, pages.supervisor):
        open_page(desk, whistle)
        with django_assert_max_num_queries(12):
            open_page(desk, whistle)


def test_a_department_sees_its_own_line_and_nobody_elses(pages, big):
    one, other = summonses(big)[2:4]
    text = text_of(open_page(pages.officer(one), big))
    assert one.department.name in text
    assert other.department.name not in text
    assert text.count('<article id="s-') == 1
    assert "责令改正" not in text
    assert act(pages.officer(one), other, "report", result="solved", text="代填").status_code == 404


def test_who_has_nothing_to_do_with_it_does_not_find_it(pages, big):
    stranger = seat(pages.whistling.town.streets[1], Role.STREET_LEADER)
    for address in ("", "site-code/", "summon_more/"):
        assert stranger.get(f"whistles/{big.number}/{address}").status_code == 404
    assert act(stranger, big, "suspend", reason="大风").status_code == 404
    assert act(stranger, summonses(big)[0], "stand_down", reason="不需要").status_code == 404
    assert stranger.get(f"whistles/blow/?repeat={big.number}").status_code == 404
    assert pages.clerk.get("whistles/S20990101-000001/").status_code == 404


def test_forms_open_in_their_place_and_only_where_they_are_offered(pages, big):
    answer = open_page(pages.clerk, big, "?do=rate&of=07")
    assert answer.context["panel"].step.name == "rate"
    assert 'action="/desk/summonses/' + f"{big.number}-07/rate/#s-07" in text_of(answer)
    assert open_page(pages.clerk, big, "?do=rate&of=01").context["panel"] is None
    assert open_page(pages.clerk, big, "?do=suspend").context["panel"].step.name == "suspend"
    assert open_page(pages.supervisor, big, "?do=suspend").context["panel"] is None


def test_rating_shows_what_the_facts_give_and_takes_the_streets_own_marks(pages, big):
    one = summonses(big)[6]
    text = text_of(open_page(pages.clerk, big, "?do=rate&of=07"))
    assert "按事实计分" in text
    assert "30/30" in text
    marks = {"mark-person": 10, "mark-site_work": 15, "mark-record": 5, "remark": "配合好"}
    answer = act(pages.clerk, one, "rate", **marks)
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/whistles/{big.number}/#s-07")
    rating = Rating.objects.get(summons=one)
    assert (rating.total, rating.out_of, rating.remark) == (90, 100, "配合好")
    assert "处置配合 15/20" in text_of(open_page(pages.clerk, big))


def test_rating_says_what_leaving_cost_and_what_was_not_due_when_the_street_released(pages):
    whistling = pages.whistling
    whistle = whistling.blow(2)
    left, unneeded = summonses(whistle)
    came(whistling, left, TEN)
    note_departure(left.pk, reason="点名时不在", actor=whistling.clerk, now=ELEVEN)
    reported(whistling, left, ELEVEN)
    stand_down(unneeded.pk, reason="已不需要", actor=whistling.clerk, now=TEN)
    text = text_of(open_page(pages.clerk, whistle, "?do=rate&of=01"))
    assert '<td>按时报到，擅自离场减半</td><td class="figures">15/30</td>' in text
    text = text_of(open_page(pages.clerk, whistle, "?do=rate&of=02"))
    assert '<td>按时报到，解除时未到期</td><td class="figures">不计分</td>' in text
    assert "可以一票否决" not in text


def test_whoever_was_stood_down_for_not_coming_still_waits_to_be_rated(pages):
    """The street is told whom it must rate before it can close."""
    whistling = pages.whistling
    refused, unneeded = summonses(whistling.blow(2))
    refuse(refused.pk, reason="人手不足", actor=whistling.officer(refused), now=TEN)
    for one in (refused, unneeded):
        stand_down(one.pk, reason="不等了", actor=whistling.clerk, now=TEN)
    (waiting,) = [one for one in waiting_for(whistling.clerk, now=ELEVEN) if one.action == "rate"]
    assert [(item.summons, item.words, item.since) for item in waiting.items] == [(refused, "不等了", TEN)]


def test_a_veto_says_why_and_too_many_points_are_told_at_their_item(pages, big):
    one = summonses(big)[6]
    marks = {"mark-person": 10, "mark-site_work": 15, "mark-record": 5}
    answer = act(pages.clerk, one, "rate", **(marks | {"mark-person": 11}), remark="我写的评语")
    assert answer.context["panel"].form.errors["mark-person"]
    assert "我写的评语" in text_of(answer, 400)
    assert act(pages.clerk, one, "rate", **marks, is_vetoed="on").context["panel"].form.errors["veto_reason"]
    assert act(pages.clerk, one, "rate", **marks, is_vetoed="on", veto_reason="中途撤离").status_code == 303
    assert (Rating.objects.get(summons=one).total, Rating.objects.get(summons=one).is_vetoed) == (0, True)


def test_the_streets_desk_enters_who_came_without_a_telephone(pages, big):
    one = summonses(big)[10]
    typed = {"officer_name": "王队长", "team_size": 4, "at": "2026-11-24T10:40"}
    assert act(pages.clerk, one, "check_in", **typed).status_code == 303
    row = CheckIn.objects.get(summons=one)
    assert (row.way, row.accepted_at, row.team_size) == ("desk", at("2026-11-24 10:40"), 4)


def test_a_late_claim_is_confirmed_by_the_street_and_both_times_are_shown(pages):
    whistle = pages.whistling.blow(1)
    (one,) = summonses(whistle)
    came(pages.whistling, one, at("2026-11-24 11:58"), at=at("2026-11-24 10:58"))
    waits = '<strong class="is-late">所报时间待街道确认</strong>'
    assert waits in text_of(open_page(pages.clerk, whistle))
    assert act(pages.clerk, one, "confirm_check_in", is_true="yes", note="门口监控可见").status_code == 303
    text = text_of(open_page(pages.clerk, whistle))
    assert fresh(one).checked_in_at == at("2026-11-24 10:58")
    assert waits not in text
    assert "11-24 11:58" in text


def test_a_record_brings_its_photos(pages, big, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    one = summonses(big)[4]
    typed = {"measure": "enforcement", "text": "查扣三轮车一辆", "photos": [upload(), upload(width=641)]}
    assert act(pages.clerk, one, "record", **typed).status_code == 303
    hung = WhistleAttachment.objects.filter(record=SiteRecord.objects.latest("id"))
    assert hung.count() == Attachment.objects.count() == 2
    assert text_of(open_page(pages.clerk, big)).count('class="thumb"') == 2


def test_an_objection_is_decided_in_place_then_settled_by_the_district(pages, big):
    one = summonses(big)[12]
    officer = pages.officer(one)
    assert act(pages.clerk, one, "decide_objection", is_upheld="no", words="属职责清单第三条").status_code == 303
    assert act(officer, one, "appeal", reason="三定方案未列").status_code == 303
    assert "应于" in text_of(pages.supervisor.get("whistles/waiting/"))
    assert act(pages.supervisor, one, "decide_appeal", is_upheld="yes", words="不属该单位").status_code == 303
    assert fresh(one).state == "excused"
    assert open_page(officer, big).status_code == 404
    assert "区裁定：不属该单位" in text_of(open_page(pages.clerk, big))


def test_a_refusal_comes_back_in_place_with_what_was_typed(pages, big):
    answer = act(pages.clerk, big, "close", words="我写的办结说明")
    text = text_of(answer, 409)
    assert "我写的办结说明" in text
    assert "此哨现在是“现场处置”" in text
    assert "这一步现在不用再办" in text
    assert Whistle.objects.get(pk=big.pk).state == "on_site"


def test_a_stale_page_is_told_what_changed_and_may_send_again(pages, big):
    one = summonses(big)[10]
    version = fresh(one).version
    came(pages.whistling, one, ELEVEN)
    text = text_of(act(pages.clerk, one, "stand_down", version=version, reason="我写的理由"), 412)
    assert "我写的理由" in text
    assert "报到（应用）" in text
    assert f'name="version" value="{fresh(one).version}"' in text
    assert act(pages.clerk, one, "stand_down", reason="我写的理由").status_code == 303


def test_what_one_may_not_do_is_403_and_what_nobody_does_is_404(pages, big):
    one = summonses(big)[7]
    marks = {"mark-person": 1, "mark-site_work": 1, "mark-record": 1}
    assert act(pages.supervisor, one, "rate", **marks).status_code == 403
    assert act(pages.clerk, one, "explode").status_code == 404
    assert act(pages.clerk, big, "assemble").status_code == 404
    assert pages.clerk.get(f"whistles/{big.number}/close/").status_code == 405


def test_the_street_suspends_resumes_stands_down_rates_and_closes(pages):
    whistle = pages.whistling.blow(3)
    first, second, third = summonses(whistle)
    came(pages.whistling, first, ELEVEN)
    assert act(pages.clerk, whistle, "suspend", reason="大风").status_code == 303
    assert "已中止" in text_of(open_page(pages.clerk, whistle))
    assert act(pages.clerk, whistle, "resume", note="").status_code == 303
    reported(pages.whistling, first, ELEVEN)
    assert act(pages.clerk, second, "stand_down", reason="不再需要").status_code == 303
    assert act(pages.clerk, whistle, "stand_down_all", reason="已办完").status_code == 303
    assert "还没有评价" in text_of(act(pages.clerk, whistle, "close", words="办结"), 409)
    for one in (first, second, third):  # the two that were stood down had not signed in time
        rated(pages.whistling, one, at("2026-11-24 12:00"))
    assert act(pages.officer(first), whistle, "feedback", necessity=5, information=4, coordination=3).status_code == 303
    assert act(pages.clerk, whistle, "close", words="整治完成").status_code == 303
    text = text_of(open_page(pages.leader, whistle))
    assert "已办结：整治完成" in text
    assert f"/desk/whistles/blow/?repeat={whistle.number}" in text
    assert "必要性 5，信息 4，统筹 3" in text


def test_the_centre_returns_what_is_no_matter_for_a_whistle(pages):
    whistle = pages.whistling.blow(1)
    assert act(pages.supervisor, whistle, "return", reason="属街道自身职责").status_code == 303
    assert "已退回：属街道自身职责" in text_of(open_page(pages.clerk, whistle))


def test_the_code_of_the_spot_is_the_streets_alone(pages, big):
    text = text_of(pages.clerk.get(f"whistles/{big.number}/site-code/"))
    assert "<svg" in text
    assert pages.supervisor.get(f"whistles/{big.number}/site-code/").status_code == 403
    assert pages.officer(summonses(big)[2]).get(f"whistles/{big.number}/site-code/").status_code == 403


def test_without_sense_nothing_breaks(pages, big):
    one = summonses(big)[0]
    for version in ("", "0", "x", "9" * 30, "\0"):
        assert act(pages.clerk, one, "stand_down", version=version, reason="a").status_code == 400
    for of in ("99", "x", ""):
        assert open_page(pages.clerk, big, f"?do=rate&of={of}").status_code == 200
    assert Summons.objects.get(pk=one.pk).state == "notified"
