"""The pure rules: no database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.rules.arriving import accepted_at, metres_between
from enforcement.rules.assembling import follows
from enforcement.rules.rating import Facts, points_by_facts
from enforcement.rules.suggesting import ListedDuty, PastCall, rank
from enforcement.states import OWING, WHISTLE_TRANSITIONS, SummonsState, WhistleState
from tests.make import at

RECEIVED, NOTIFIED = at("2026-11-24 10:00"), at("2026-11-24 09:30")


@pytest.mark.parametrize(
    ("claimed", "is_believed"),
    [("10:00", True), ("09:45", True), ("09:44", False), ("10:01", False)],
)
def test_a_claim_is_believed_up_to_a_quarter_of_an_hour_back(claimed, is_believed):
    claim = at(f"2026-11-24 {claimed}")
    found = accepted_at(claim, received_at=RECEIVED, notified_at=NOTIFIED, minutes=15)
    assert found == (claim if is_believed else None)


def test_nobody_arrives_before_being_called():
    found = accepted_at(at("2026-11-24 09:50"), received_at=RECEIVED, notified_at=at("2026-11-24 09:55"), minutes=15)
    assert found is None


def test_metres_along_the_surface():
    # A hundredth of a degree of latitude is 1,112 m anywhere, of longitude 852 m at 40 degrees north.
    assert metres_between(116.20, 39.90, 116.20, 39.91) == pytest.approx(1112, abs=1)
    assert metres_between(116.20, 40.00, 116.21, 40.00) == pytest.approx(852, abs=1)


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90))
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_round_the_earth(lon, lat, other_lon, other_lat):
    there, back = metres_between(lon, lat, other_lon, other_lat), metres_between(other_lon, other_lat, lon, lat)
    assert abs(there - back) <= 1
    assert 0 <= there <= 20_015_087


S, W = SummonsState, WhistleState


@pytest.mark.parametrize(
    ("state", "summonses", "leads_to"),
    [
        (W.BLOWN, [S.NOTIFIED, S.NOTIFIED], None),
        (W.BLOWN, [S.SIGNED, S.NOTIFIED], W.ASSEMBLING),
        (W.BLOWN, [S.CHECKED_IN, S.NOTIFIED], W.ON_SITE),
        (W.BLOWN, [S.OBJECTED], None),
        (W.BLOWN, [S.EXCUSED], W.FINISHING),
        (W.ASSEMBLING, [S.SIGNED, S.NOTIFIED], None),
        (W.ASSEMBLING, [S.REPORTED, S.SIGNED], W.ON_SITE),
        (W.ON_SITE, [S.REPORTED, S.WORKING], None),
        (W.ON_SITE, [S.REPORTED, S.EXCUSED, S.STOOD_DOWN], W.FINISHING),
        (W.FINISHING, [S.RATED, S.NOTIFIED], W.ON_SITE),
        (W.SUSPENDED, [S.REPORTED], None),
        (W.CLOSED, [S.RATED], None),
    ],
)
def test_the_whistle_stands_where_its_summonses_put_it(state, summonses, leads_to):
    step = follows(state, summonses)
    assert (step and step[1]) == leads_to


@given(st.sampled_from(list(W)), st.lists(st.sampled_from(list(S)), max_size=6))
def test_the_systems_step_is_always_one_of_the_table(state, summonses):
    step = follows(state, summonses)
    if step is not None:
        name, target = step
        assert state in WHISTLE_TRANSITIONS[name].sources
        assert target in WHISTLE_TRANSITIONS[name].targets
        assert (target == W.FINISHING) == OWING.isdisjoint(summonses)


def facts(**said):
    minutes = {name: None if late is None else timedelta(minutes=late) for name, late in said.items()}
    return Facts(minutes.get("signed"), minutes.get("arrived"), "partly")


@pytest.mark.parametrize(("late", "points"), [(0, 10), (-5, 10), (1, 0), (None, 0)])
def test_signing_in_time_is_all_or_nothing(late, points):
    assert points_by_facts("signed_in_time", 10, facts(signed=late)) == points


@pytest.mark.parametrize(("late", "points"), [(-10, 30), (0, 30), (1, 15), (30, 15), (31, 5), (None, 0)])
def test_arriving_late_costs_half_then_most(late, points):
    assert points_by_facts("arrived_in_time", 30, facts(arrived=late)) == points


@pytest.mark.parametrize(("late", "points"), [(0, 15), (1, 7), (31, 2), (None, 0)])
def test_leaving_without_consent_takes_half_of_what_coming_gave(late, points):
    left = replace(facts(arrived=late), left_early=True)
    assert points_by_facts("arrived_in_time", 30, left) == points


@pytest.mark.parametrize(("result", "points"), [("solved", 20), ("partly", 10), ("unsolved", 0), ("", 0)])
def test_what_came_of_it(result, points):
    assert points_by_facts("result", 20, Facts(None, None, result)) == points


def test_the_duty_of_the_category_comes_first_and_a_general_one_yields_to_habit():
    duties = [ListedDuty(1, "一般", None, False, True), ListedDuty(2, "本类", 0, False, False)]
    pasts = [PastCall(3, "kind", 9, 9, "习惯"), PastCall(1, "category", 1, 10, "习惯")]
    ranked = rank(duties, pasts)
    assert [(one.department_id, one.duty) for one in ranked] == [(2, "本类"), (3, "习惯"), (1, "一般")]


def test_much_that_is_remembered_outweighs_little():
    pasts = [
        *(PastCall(1, "kind", 40, 40, "常来"), PastCall(2, "kind", 4, 40, "常来")),
        *(PastCall(2, "category", 1, 1, "来过"), PastCall(3, "place", 6, 6, "此地")),
    ]
    assert [one.department_id for one in rank([], pasts)] == [1, 3, 2]


def test_equal_ones_come_in_the_same_order_every_time():
    duties = [ListedDuty(pk, "一般", None, False, False) for pk in (9, 4, 7)]
    assert [one.department_id for one in rank(duties, [])] == [4, 7, 9]
    assert [one.department_id for one in rank(duties, [], limit=2)] == [4, 7]
