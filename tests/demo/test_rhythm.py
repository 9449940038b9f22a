"""The rhythm of a hotline: hours, weekdays, loud streets, bad evenings."""

from collections import Counter
from datetime import date, timedelta

import pytest

from command_center.demo.bursts import burst_on
from command_center.demo.orders import orders_of
from command_center.demo.rhythm import calls_on, moments, rate
from kernel.times import to_local
from tests.make import at

MONDAY = date(2026, 11, 16)


def test_calls_peak_in_the_morning_and_after_lunch():
    hours = Counter(to_local(at).hour for n in range(60) for at in moments(MONDAY + timedelta(days=n), count=90))
    assert min(hours[9], hours[10], hours[15]) > hours[12] > hours[22] > hours[3]


def test_moments_come_in_order_and_lie_within_the_day():
    day = moments(MONDAY, count=200)
    assert day == sorted(day)
    assert {to_local(at).date() for at in day} == {MONDAY}


def test_mondays_are_busier_than_sundays():
    weeks = range(20)
    mondays = sum(calls_on(MONDAY + timedelta(weeks=n), per_day=90) for n in weeks)
    sundays = sum(calls_on(MONDAY + timedelta(weeks=n, days=6), per_day=90) for n in weeks)
    assert mondays > 1.3 * sundays


def test_even_the_quietest_day_has_a_call():
    assert calls_on(MONDAY, per_day=0) == 1


def test_the_rate_of_an_hour_averages_to_one():
    day = [rate(to_local(at(f"2026-11-16 {hour:02}:00"))) for hour in range(24)]
    assert sum(day) / 24 == pytest.approx(1)


def test_large_estates_call_more_than_small_streets(texts_town):
    days = [date(2026, 5, day) for day in range(1, 32)]
    orders = [order for day in days for order in orders_of(day, texts_town, per_day=90)]
    streets = Counter(order.whereabouts.street for order in orders)
    assert streets["八角街道"] > 3 * streets["广宁街道"]


def test_every_month_has_one_bad_evening(texts_town):
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(30)]
    bursts = [burst for day in days if (burst := burst_on(day, texts_town, per_day=90))]
    assert len(bursts) == 1
    assert len(bursts[0].moments) == 30
    assert {to_local(at).hour for at in bursts[0].moments} <= {18, 19, 20, 21}
    assert bursts[0].matter.key == "heating_cold"
