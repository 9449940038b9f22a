"""双考核: the street rates whom it called, item by item; departments rate the whistle."""

import pytest

from enforcement.actions.close import close
from enforcement.actions.feedback import feedback
from enforcement.actions.note_departure import note_departure
from enforcement.actions.rate import rate
from enforcement.actions.refuse import refuse
from enforcement.actions.stand_down import stand_down
from enforcement.models import Rating, RatingItem, RatingMark
from kernel.errors import Invalid, NotAllowed, Refused
from notices.models import OutboxEntry
from organizations.roles import Role
from tests import make
from tests.enforcement.acting import MARKS, came, fresh, rated, reported, signed
from tests.enforcement.conftest import summonses
from tests.make import at

TEN, ELEVEN, LATER = at("2026-11-24 10:00"), at("2026-11-24 11:00"), at("2026-11-24 16:00")


@pytest.fixture
def two(whistling):
    return summonses(whistling.blow(2))


def points(summons):
    return dict(RatingMark.objects.filter(rating__summons=summons).values_list("item__code", "points"))


def test_all_in_time_and_solved_gives_all_points(whistling, two):
    one = two[0]
    signed(whistling, one, TEN)
    came(whistling, one, ELEVEN)
    reported(whistling, one, LATER)
    made = rated(whistling, one, LATER)
    rating = Rating.objects.get(summons=one)
    assert (made.state, rating.total, rating.out_of) == ("rated", 100, 100)
    assert points(one) == {"sign": 10, "arrive": 30, "person": 10, "site_work": 20, "result": 20, "record": 10}
    assert set(RatingMark.objects.filter(is_by_facts=True).values_list("item__code", flat=True)) == {
        "sign", "arrive", "result",
    }  # fmt: skip


def test_late_and_half_solved_costs_by_the_facts(whistling, two):
    one = two[0]
    came(whistling, one, at("2026-11-24 11:45"))  # unsigned; a quarter of an hour late
    reported(whistling, one, LATER, result="partly")
    rate(one.pk, marks={"person": 5, "site_work": 8, "record": 0}, actor=whistling.clerk, now=LATER)
    assert points(one) == {"sign": 0, "arrive": 15, "person": 5, "site_work": 8, "result": 10, "record": 0}
    assert Rating.objects.get().total == 38


def test_a_veto_takes_all_points_and_says_why(whistling, two):
    one = two[0]
    came(whistling, one, TEN)
    reported(whistling, one, LATER)
    rated(whistling, one, LATER, veto_reason="擅自离场造成后果")
    rating = Rating.objects.get()
    assert (rating.total, rating.is_vetoed, rating.veto_reason) == (0, True, "擅自离场造成后果")
    assert "一票否决：擅自离场造成后果" in fresh(one).events.last().text


def test_who_never_came_is_stood_down_and_rated_for_it(whistling, two):
    one = two[0]
    refuse(one.pk, reason="人手不足", actor=whistling.officer(one), now=TEN)
    stand_down(one.pk, reason="拒不到场", actor=whistling.clerk, now=LATER)
    made = rate(
        one.pk,
        marks={"person": 0, "site_work": 0, "record": 0},
        veto_reason="拒不到场",
        actor=whistling.clerk,
        now=LATER,
    )
    assert (made.state, made.stood_down_at, Rating.objects.get().total) == ("rated", LATER, 0)


def test_who_left_without_consent_loses_half_of_what_coming_gave(whistling, two):
    one = two[0]
    signed(whistling, one, TEN)
    came(whistling, one, ELEVEN)
    note_departure(one.pk, reason="点名时不在", actor=whistling.clerk, now=at("2026-11-24 14:00"))
    reported(whistling, one, LATER)
    rated(whistling, one, LATER)
    assert (points(one)["arrive"], Rating.objects.get().total) == (15, 85)


def test_who_is_stood_down_before_anything_was_due_is_rated_by_nothing_but_the_street(whistling, two):
    one = two[0]
    stand_down(one.pk, reason="已不需要", actor=whistling.clerk, now=TEN)
    rated(whistling, one, LATER)
    assert points(one) == {"person": 10, "site_work": 20, "record": 10}
    assert (Rating.objects.get().total, Rating.objects.get().out_of) == (40, 40)


def test_what_was_done_or_missed_before_the_stand_down_is_judged(whistling, two):
    one, other = two
    signed(whistling, one, TEN)
    stand_down(one.pk, reason="已不需要", actor=whistling.clerk, now=ELEVEN)
    rated(whistling, one, LATER)
    assert (points(one)["sign"], set(points(one)) & {"arrive", "result"}) == (10, set())
    stand_down(other.pk, reason="不等了", actor=whistling.clerk, now=LATER)
    rated(whistling, other, LATER)
    assert {code: points(other).get(code) for code in ("sign", "arrive", "result")} == {
        "sign": 0, "arrive": 0, "result": None,
    }  # fmt: skip


def test_who_refused_is_judged_by_all_of_it_however_soon_the_street_gave_up(whistling, two):
    one = two[0]
    refuse(one.pk, reason="人手不足", actor=whistling.officer(one), now=TEN)
    stand_down(one.pk, reason="拒不到场", actor=whistling.clerk, now=TEN)
    rate(one.pk, marks=dict.fromkeys(MARKS, 0), actor=whistling.clerk, now=TEN)
    assert (Rating.objects.get().total, Rating.objects.get().out_of) == (0, 100)


def test_standing_a_department_down_does_not_spare_it_its_rating(whistling):
    """One reported, one refused, one never signed, one signed and did not come, one was not needed any more."""
    came_, refused, unsigned, absent, unneeded = summonses(whistling.blow(5))
    came(whistling, came_, TEN)
    reported(whistling, came_, TEN)
    rated(whistling, came_, TEN)
    refuse(refused.pk, reason="人手不足", actor=whistling.officer(refused), now=TEN)
    for one in (refused, unneeded):
        stand_down(one.pk, reason="不等了", actor=whistling.clerk, now=TEN)
    signed(whistling, absent, TEN)
    for one, when in ((unsigned, ELEVEN), (absent, LATER)):
        stand_down(one.pk, reason="不等了", actor=whistling.clerk, now=when)
    for n, one in enumerate((refused, unsigned, absent)):
        with pytest.raises(Refused) as refusal:
            close(one.whistle_id, words="已整治", actor=whistling.clerk, now=LATER)
        waiting = [refused, unsigned, absent][n:]
        assert refusal.value.details["departments"] == [one.department.short_name for one in waiting]
        rated(whistling, one, LATER)
    assert close(unneeded.whistle_id, words="已整治", actor=whistling.clerk, now=LATER).state == "closed"


def test_marks_are_asked_for_item_by_item(whistling, two):
    one = two[0]
    came(whistling, one, TEN)
    reported(whistling, one, LATER)
    with pytest.raises(Invalid) as error:
        rate(one.pk, marks={"person": 11, "sign": 10, "record": 3}, actor=whistling.clerk, now=LATER)
    assert {(e.field, e.code) for e in error.value.errors} == {
        ("marks.site_work", "required"),
        ("marks.person", "out_of_range"),
        ("marks.sign", "unknown"),
    }


def test_without_items_nobody_rates(whistling, two):
    RatingItem.objects.all().delete()
    came(whistling, two[0], TEN)
    reported(whistling, two[0], LATER)
    with pytest.raises(Refused) as refusal:
        rated(whistling, two[0], LATER)
    assert refusal.value.code == "nothing_to_rate_by"


def test_the_street_closes_when_all_who_reported_are_rated(whistling, two):
    for one in two:
        came(whistling, one, TEN)
        reported(whistling, one, ELEVEN)
    rated(whistling, two[0], LATER)
    whistle = two[0].whistle_id
    with pytest.raises(Refused) as refusal:
        close(whistle, words="已整治", actor=whistling.clerk, now=LATER)
    assert (refusal.value.code, refusal.value.details["departments"]) == (
        "not_all_rated", [two[1].department.short_name],
    )  # fmt: skip
    rated(whistling, two[1], LATER)
    closed = close(whistle, words="已整治", actor=whistling.clerk, now=LATER)
    assert (closed.state, closed.ended_at, closed.outcome) == ("closed", LATER, "已整治")


def test_a_department_rates_the_whistle_once_and_the_others_hear_nothing(whistling, two):
    one, other = two
    came(whistling, one, TEN)
    officer = whistling.officer(one)
    marks = {"necessity": 5, "information": 3, "coordination": 4}
    row = feedback(one.whistle_id, **marks, remark="信息不全", actor=officer, now=ELEVEN)
    assert (row.department, row.information) == (one.department, 3)
    entry = OutboxEntry.objects.get(kind="summons.feedback_given")
    assert other.department_id not in entry.audience.values_list("organization", flat=True)
    with pytest.raises(Refused) as refusal:
        feedback(one.whistle_id, **marks, actor=officer, now=ELEVEN)
    assert refusal.value.code == "feedback_given"
    with pytest.raises(Invalid):
        feedback(one.whistle_id, **(marks | {"necessity": 6}), actor=whistling.officer(other), now=ELEVEN)
    stranger = make.person(make.organization(), Role.DEPARTMENT_OFFICER)
    with pytest.raises(NotAllowed):
        feedback(one.whistle_id, **marks, actor=stranger, now=ELEVEN)


def test_the_marks_of_the_street_are_the_streets(whistling, two):
    one = two[0]
    came(whistling, one, TEN)
    reported(whistling, one, LATER)
    with pytest.raises(NotAllowed):
        rate(one.pk, marks=MARKS, actor=whistling.officer(one), now=LATER)
