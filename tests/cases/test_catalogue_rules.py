"""The deciding rule of the dispatch catalogue, from plain values."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.catalogue import Facts, OnDays, Places, Rule, Way, decide, rank
from kernel.times import SHANGHAI

NEW_YEAR = date(2026, 1, 1)
# Categories 1 (大类) and 11 below it; streets 100 and 200 with offices 5 and 6; departments 7 and 8; centre 9.
PLACES = Places(
    names={5: "古城街道", 6: "鲁谷街道", 7: "城市管理委", 8: "城管执法局", 9: "指挥中心"},
    offices={100: 5, 200: 6},
    centre=9,
)
MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
IN_GUCHENG = Facts(local_time=MONDAY_NOON, is_workday=True, category_path=(1, 11), street=100, community=1001)


def rule(id: int, title: str = "", **fields) -> Rule:
    return Rule(id=id, title=title or f"规则{id}", **{"valid_from": NEW_YEAR, "target": 7} | fields)


def winner(*rules: Rule, facts: Facts = IN_GUCHENG) -> int | None:
    decision = decide(rules, facts, places=PLACES)
    return decision.rule if decision else None


def test_reason_names_the_deciding_rule_and_the_runner_up():
    street = rule(37, "占道经营 × 古城街道", category=11, category_depth=2, street=100, target=5)
    district = rule(12, "街面秩序 × 全区", category=1, category_depth=1, target=8)
    decision = decide([district, street], IN_GUCHENG, places=PLACES)
    assert (decision.rule, decision.runner_up, decision.target) == (37, 12, 5)
    assert decision.reason == "按规则 37（占道经营 × 古城街道）派往古城街道；次选规则 12（街面秩序 × 全区）"


@pytest.mark.parametrize(
    ("wins", "loses"),
    [
        (rule(2, community=1001), rule(1, street=100, category=11, category_depth=2)),
        (rule(2, street=100), rule(1, category=11, category_depth=2)),
        (rule(2, category=11, category_depth=2), rule(1, category=1, category_depth=1)),
        (rule(2, source="12345"), rule(1)),
        (rule(2, valid_to=date(2026, 3, 31)), rule(1, from_time=time(9), to_time=time(18))),
        (rule(2, from_time=time(9), to_time=time(18)), rule(1, only_days=OnDays.WORKDAY)),
        (rule(2, only_days=OnDays.WORKDAY), rule(1, priority=9)),
        (rule(2, priority=1), rule(1, valid_from=date(2026, 2, 1))),
        (rule(2, valid_from=date(2026, 2, 1)), rule(1)),
        (rule(1), rule(2)),
    ],
    ids=["community", "street", "category", "source", "dated", "hours", "days", "priority", "newer", "id"],
)
def test_the_rule_that_says_more_wins(wins, loses):
    assert winner(wins, loses, facts=replace(IN_GUCHENG, source="12345")) == wins.id


@pytest.mark.parametrize(
    ("at", "in_force"),
    [
        (datetime(2026, 3, 2, 21, 59, 59, tzinfo=SHANGHAI), False),
        (datetime(2026, 3, 2, 22, 0, tzinfo=SHANGHAI), True),
        (datetime(2026, 3, 3, 5, 59, tzinfo=SHANGHAI), True),
        (datetime(2026, 3, 3, 6, 0, tzinfo=SHANGHAI), False),
    ],
)
def test_hours_over_midnight_include_their_start_and_not_their_end(at, in_force):
    night = rule(1, from_time=time(22), to_time=time(6))
    assert (winner(night, facts=replace(IN_GUCHENG, local_time=at)) == 1) is in_force


@pytest.mark.parametrize(("day", "in_force"), [(14, False), (15, True), (20, True), (21, False)])
def test_first_and_last_day_are_both_in_force(day, in_force):
    week = rule(1, valid_from=date(2026, 3, 15), valid_to=date(2026, 3, 20))
    facts = replace(IN_GUCHENG, local_time=datetime(2026, 3, day, 23, 30, tzinfo=SHANGHAI))
    assert (winner(week, facts=facts) == 1) is in_force


def test_off_day_rule_rests_on_working_days():
    weekend = rule(1, only_days=OnDays.OFF_DAY)
    assert winner(weekend) is None
    assert winner(weekend, facts=replace(IN_GUCHENG, is_workday=False)) == 1


def test_territorial_rule_sends_to_the_street_where_it_lies_and_copies_the_district():
    decision = decide([rule(1, target=None)], replace(IN_GUCHENG, street=200), places=PLACES)
    assert (decision.target, decision.supervising) == (6, 9)


def test_named_supervisor_comes_before_the_district():
    decision = decide([rule(1, target=None, supervising=8)], IN_GUCHENG, places=PLACES)
    assert decision.supervising == 8


def test_a_department_is_not_supervised_without_being_told():
    assert decide([rule(1)], IN_GUCHENG, places=PLACES).supervising is None


def test_territorial_rule_needs_a_street():
    assert decide([rule(1, target=None)], replace(IN_GUCHENG, street=None, community=None), places=PLACES) is None


def test_rule_to_a_retired_organization_gives_way_to_the_next():
    assert winner(rule(1, street=100, target=77), rule(2)) == 2


def test_street_without_category_goes_to_its_office_to_be_classified():
    decision = decide([], replace(IN_GUCHENG, category_path=()), places=PLACES)
    assert (decision.way, decision.target, decision.rule) == (Way.TERRITORIAL, 5, None)
    assert decision.needs_classification
    assert decision.reason == "类别不明，属地兜底派往古城街道，待归类"


def test_category_without_a_rule_goes_to_its_street_without_being_flagged():
    decision = decide([], IN_GUCHENG, places=PLACES)
    assert (decision.way, decision.target, decision.needs_classification) == (Way.TERRITORIAL, 5, False)


def test_neither_category_nor_street_waits_for_the_dispatcher():
    nowhere = Facts(local_time=MONDAY_NOON, is_workday=True)
    assert decide([rule(1, category=11, category_depth=2), rule(2, target=None)], nowhere, places=PLACES) is None


def test_rule_without_category_takes_an_unclassified_case_and_flags_it():
    decision = decide([rule(1, source="media")], replace(IN_GUCHENG, category_path=(), source="media"), places=PLACES)
    assert (decision.rule, decision.needs_classification) == (1, True)


hours = st.none() | st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] != pair[1])
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def any_rule(draw, id):
    category, depth = draw(st.sampled_from([(None, 0), (1, 1), (11, 2), (12, 2)]))
    street, community = draw(st.sampled_from([(None, None), (100, None), (200, None), (None, 1001), (None, 2001)]))
    start, end = draw(hours) or (None, None)
    valid_from, length = draw(days), draw(st.none() | days)
    return rule(
        id,
        category=category,
        category_depth=depth,
        street=street,
        community=community,
        source=draw(st.sampled_from(["", "12345", "media"])),
        only_days=draw(st.sampled_from(OnDays)),
        from_time=start,
        to_time=end,
        valid_from=valid_from,
        valid_to=length and max(length, valid_from),
        target=draw(st.sampled_from([None, 5, 7, 8, 77])),
        priority=draw(st.integers(-2, 2)),
    )


some_rules = st.lists(st.integers(1, 40), unique=True, max_size=12).flatmap(
    lambda ids: st.tuples(*(any_rule(id) for id in ids)).map(list)
)
any_facts = st.builds(
    Facts,
    local_time=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(SHANGHAI)),  # noqa: DTZ001
    is_workday=st.booleans(),
    category_path=st.sampled_from([(), (1,), (1, 11), (1, 12)]),
    street=st.sampled_from([None, 100, 200, 300]),
    community=st.sampled_from([None, 1001, 2001]),
    source=st.sampled_from(["12345", "media", "other"]),
)


@given(some_rules, any_facts, st.randoms(use_true_random=False))
def test_the_order_of_the_rules_decides_nothing(rules, facts, random):
    shuffled = random.sample(rules, len(rules))
    assert decide(rules, facts, places=PLACES) == decide(shuffled, facts, places=PLACES)


@given(some_rules, any_facts, any_rule(99))
def test_a_rule_that_says_less_never_changes_the_winner(rules, facts, extra):
    before = decide(rules, facts, places=PLACES)
    chosen = next((r for r in rules if before and r.id == before.rule), None)
    after = decide([*rules, extra], facts, places=PLACES)
    if chosen is not None and rank(extra) > rank(chosen):
        assert (after.rule, after.target, after.supervising) == (before.rule, before.target, before.supervising)


@given(some_rules, any_facts)
def test_a_decision_names_an_active_target_and_a_fitting_rule_or_there_is_no_street(rules, facts):
    decision = decide(rules, facts, places=PLACES)
    if decision is None:
        assert facts.street not in PLACES.offices
    else:
        assert decision.target in PLACES.names
        assert (decision.rule is None) == (decision.way == Way.TERRITORIAL)
