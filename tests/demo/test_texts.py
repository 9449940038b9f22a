"""The texts of the demo: many, plausible, never twice the same, and nobody's telephone number."""

import csv
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

import cases.data
from cases.models import RequestKind, Urgency
from command_center.demo.chance import dice
from command_center.demo.matters import answers, matters, phrases
from command_center.demo.orders import orders_of
from command_center.demo.slots import Slots

FIRST = date(2026, 1, 1)


@pytest.fixture(scope="module")
def orders(texts_town):
    """More than 20,000, over all seasons."""
    days = [FIRST + timedelta(days=n) for n in range(250)]
    return [order for day in days for order in orders_of(day, texts_town, per_day=90)]


def test_no_two_contents_are_alike(orders):
    assert len(orders) > 20_000
    assert len({order.content for order in orders}) == len(orders)


def test_no_two_orders_of_a_source_have_the_same_number(orders):
    assert len({(order.source, order.order_no) for order in orders}) == len(orders)


def test_no_text_holds_a_telephone_number(orders):
    longest = max(len(digits) for o in orders for digits in re.findall(r"\d+", o.title + o.content))
    assert longest < 7


def test_callers_have_numbers_of_a_range_nobody_has(orders):
    numbers = {order.caller.phone for order in orders if order.caller.phone}
    assert all(re.fullmatch(r"1990000\d{4}", number) for number in numbers)


def test_no_gap_of_a_template_is_left_open(orders):
    assert not [order for order in orders if "{" in order.title + order.content]


def test_the_same_day_brings_the_same_orders(texts_town):
    assert orders_of(FIRST, texts_town, per_day=40) == orders_of(FIRST, texts_town, per_day=40)


def test_there_are_templates_for_many_matters():
    assert len(matters()) >= 40
    assert len({matter.category for matter in matters()}) >= 30
    assert len({matter.key for matter in matters()}) == len(matters())


@pytest.mark.parametrize("matter", matters(), ids=lambda matter: matter.key)
def test_a_template_speaks_the_language_of_the_orders(matter):
    assert len(matter.topics) == len(matter.what)
    assert set(matter.kinds) <= set(RequestKind.values)
    assert set(matter.urgencies) <= set(Urgency.values)
    assert bool(matter.seen) == bool(matter.grid)
    for text in (*matter.what, *matter.details, *matter.seen):
        assert text.format_map(Slots(dice("gap"), place="某处"))


def test_every_category_of_a_template_stands_in_its_tree():
    folder = Path(cases.data.__file__).parent
    files = (folder / "hotline_tree.csv", folder / "gbt47678_5_2026.csv")
    known = {
        (row["kind"], row["code"]) for file in files for row in csv.DictReader(file.read_text("utf-8").splitlines())
    }
    assert {("hotline", matter.category) for matter in matters()} <= known
    assert {("event", matter.grid) for matter in matters() if matter.grid} <= known


def test_every_phrase_and_answer_can_be_said():
    said = [text for texts in answers().values() for text in texts]
    common = phrases()
    said += [*common.openers, *common.durations, *common.tried, *common.wishes, *common.finders, *common.finder_ends]
    assert all(text.format_map(Slots(dice("gap"))) for text in said)


def test_most_orders_come_from_the_hotline_and_some_from_everywhere(orders):
    by_source = Counter(order.source for order in orders)
    assert by_source["12345"] / len(orders) == pytest.approx(0.79, abs=0.03)
    assert len(by_source) == 10


def test_places_are_told_in_every_way(orders):
    told = Counter(
        "point"
        if w.lon is not None
        else "community"
        if w.community
        else "address"
        if w.address
        else w.street and "street"
        for w in (order.whereabouts for order in orders)
    )
    assert min(told[way] for way in ("point", "community", "address", "street", "")) > 200


def test_some_orders_name_no_known_category(orders):
    unknown = [order for order in orders if order.category_code in {"", "其他问题"}]
    assert 0.02 < len(unknown) / len(orders) < 0.08


def test_heating_is_a_matter_of_winter(orders):
    months = Counter(order.received_at.month for order in orders if "暖气" in order.title)
    assert months[1] > 3 * months[7]
