from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.rules.curves import Curve, check_curve, points_of
from assessment.rules.penalties import is_about_penalties
from assessment.rules.periods import days_of, month_before
from assessment.rules.scoring import Item, adjusted, figure_of, ranks, total_of
from kernel.errors import Invalid
from tests.make import at

D = Decimal
RISING, FALLING = {"from": 0, "to": 100}, {"from": 100, "to": 0}
AT_70 = {"full_at": 70, "per_unit": 1}
REWORK = {"full_at": 0, "per_unit": 0.2, "is_ceiling": True}
BANDS = {"bands": [[95, 1], [80, 0.5]]}


@pytest.mark.parametrize(
    ("name", "cut_off", "first", "last"),
    [
        ("2026-10", None, date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-02", None, date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-10", 18, date(2026, 9, 19), date(2026, 10, 18)),
        ("2026-01", 18, date(2025, 12, 19), date(2026, 1, 18)),
        ("2026-Q4", None, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", 18, date(2025, 12, 19), date(2026, 12, 18)),
    ],
)
def test_a_period_holds_these_days(name, cut_off, first, last):
    days = days_of(name, cut_off_day=cut_off)
    assert (days.first, days.last) == (first, last)


def test_a_month_begins_and_ends_at_midnight_in_beijing():
    days = days_of("2026-10")
    assert (days.starts_at, days.ends_at) == (at("2026-10-01 00:00"), at("2026-11-01 00:00"))


@given(st.integers(2020, 2098), st.integers(1, 12), st.none() | st.integers(1, 28))
def test_each_month_begins_the_day_after_the_one_before(year, month, cut_off):
    name = f"{year}-{month:02}"
    before = days_of(month_before(name), cut_off_day=cut_off)
    assert (days_of(name, cut_off_day=cut_off).first - before.last).days == 1


@pytest.mark.parametrize("name", ["2026-13", "2026-1", "26-10", "2026-Q5", "1999", ""])
def test_what_is_no_period_is_refused(name):
    with pytest.raises(Invalid) as refusal:
        days_of(name)
    assert refusal.value.code == "no_period"


@pytest.mark.parametrize(
    ("curve", "data", "figure", "points"),
    [
        (Curve.LINEAR, RISING, "95.5", "9.55"),
        (Curve.LINEAR, FALLING, "3", "9.7"),
        (Curve.LINEAR, {"from": 60, "to": 90}, "100", "10"),
        (Curve.LINEAR, {"from": 60, "to": 90}, "59", "0"),
        (Curve.THRESHOLD, AT_70, "80", "10"),
        (Curve.THRESHOLD, AT_70, "66.5", "6.5"),
        (Curve.THRESHOLD, AT_70, "20", "0"),
        (Curve.THRESHOLD, REWORK, "0", "10"),
        (Curve.THRESHOLD, REWORK, "7", "8.6"),
        (Curve.BANDS, BANDS, "95", "10"),
        (Curve.BANDS, BANDS, "94.9999", "5"),
        (Curve.BANDS, BANDS, "10", "0"),
    ],
)
def test_a_curve_gives_these_points_out_of_ten(curve, data, figure, points):
    check_curve(curve, data)
    assert points_of(curve, data, weight=D(10), figure=D(figure)) == D(points)


@pytest.mark.parametrize(
    ("curve", "data"),
    [
        (Curve.LINEAR, {"from": 1, "to": 1}),
        (Curve.LINEAR, {"from": 1}),
        (Curve.LINEAR, {"from": 0, "to": 100, "more": 1}),
        (Curve.LINEAR, {"from": "NaN", "to": 1}),
        (Curve.THRESHOLD, {"full_at": 1, "per_unit": 0}),
        (Curve.THRESHOLD, {"full_at": 1, "per_unit": 1, "is_ceiling": "no"}),
        (Curve.BANDS, {"bands": []}),
        (Curve.BANDS, {"bands": [[80, 1], [90, 0.5]]}),
        (Curve.BANDS, {"bands": [[80, 2]]}),
        (Curve.BANDS, {"bands": [[80]]}),
    ],
)
def test_a_curve_that_makes_no_sense_is_refused(curve, data):
    with pytest.raises(Invalid) as refusal:
        check_curve(curve, data)
    assert refusal.value.code == "wrong_curve"


ITEMS = [Item(D(60), "linear", RISING), Item(D(40), "linear", RISING)]


@pytest.mark.parametrize(("rule", "total"), [("full", "88"), ("none", "48"), ("spread", "80")])
def test_nothing_counted_is_worth_what_the_scheme_says(rule, total):
    assert total_of(ITEMS, [D(80), None], zero_rule=rule) == D(total)


def test_who_had_nothing_to_do_has_no_score():
    assert total_of(ITEMS, [None, None], zero_rule="full") is None
    a_sum = Item(D(5), "threshold", REWORK, D(1), is_sum=True)
    assert total_of([*ITEMS, a_sum], [None, None, D(0)], zero_rule="full") is None


def test_what_nobody_entered_yet_does_not_count():
    entered = Item(D(40), "linear", RISING, D(1), needs_input=True)
    assert total_of([ITEMS[0], entered], [D(80), None], zero_rule="full") == D(80)


def test_a_figure_of_nothing_is_none_and_a_sum_of_nothing_nought():
    assert figure_of(ITEMS[0], D(1), D(3)) == D("33.3333")
    assert figure_of(ITEMS[0], D(0), D(0)) is None
    assert figure_of(Item(D(5), "threshold", REWORK, D(1), is_sum=True), D(0), D(0)) == 0


def test_adjustments_count_up_to_their_caps_and_a_veto_leaves_nothing():
    caps = {"bonus_cap": D(5), "deduction_cap": D(10)}
    assert adjusted(D(90), [D(3), D(4), D(-2)], is_vetoed=False, **caps) == D(93)
    assert adjusted(D(90), [D(-8), D(-8)], is_vetoed=False, **caps) == D(80)
    assert adjusted(D(4), [D(-8)], is_vetoed=False, **caps) == D(0)
    assert adjusted(None, [D(3)], is_vetoed=False, **caps) is None
    assert adjusted(D(90), [D(3)], is_vetoed=True, **caps) == D(0)


def test_equal_totals_share_a_rank_and_the_next_is_left_out():
    assert ranks({1: D(90), 2: D(95), 3: D(90), 4: None, 5: D(80)}) == {2: 1, 1: 2, 3: 2, 5: 4}


@pytest.mark.parametrize(
    "words", ["罚款金额", "罚没收入", "处罚案件数", "行政处罚量", "fine_amount", "Penalties", "没收"]
)
def test_fines_are_known_by_their_names(words):
    assert is_about_penalties("count", words)


@pytest.mark.parametrize("words", ["结案率", "处置率", "案卷评查", "define", "refined", "执法质量"])
def test_other_words_are_no_fines(words):
    assert not is_about_penalties(words)
