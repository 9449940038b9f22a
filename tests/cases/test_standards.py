"""Filing standards and limits: which one holds for which case on which day."""

from datetime import date, datetime
from decimal import Decimal
from itertools import permutations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cases import data
from cases.actions.load_categories import load_categories
from cases.actions.load_standards import load_standards
from cases.models import Category, ClockLimit, FilingStandard
from cases.queries.standards import limit_for, standard_for
from cases.rules.standards import LimitValue, choose_limit
from kernel.times import SHANGHAI
from tests.cases import rulebook_making as make
from tests.make import brought_in

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=SHANGHAI)


def value(id: int, **facts) -> LimitValue:
    usual = {"clock": "handle", "label": "", "limit_value": Decimal(1), "limit_kind": "work_day",
             "counts_from": "dispatched", "valid_from": date(2026, 1, 1)}  # fmt: skip
    return LimitValue(id=id, **(usual | facts))


@pytest.mark.parametrize(
    ("wins", "loses"),
    [
        (value(2, category=11), value(1, category=1, urgency="urgent", flow="grid")),
        (value(2, category=1), value(1)),
        (value(2, urgency="urgent"), value(1, flow="grid")),
        (value(2, flow="grid"), value(1)),
        (value(2, place=1), value(1, place=2, valid_from=date(2026, 2, 1))),
        (value(2, valid_from=date(2026, 2, 1)), value(1, version=2)),
        (value(2, version=2), value(1)),
        (value(1), value(2)),
    ],
    ids=["own category", "category above", "urgency", "flow", "place", "newer", "version", "id"],
)
def test_the_limit_that_says_more_wins_whatever_the_order(wins, loses):
    for limits in permutations([wins, loses]):
        chosen = choose_limit(limits, clock="handle", category_path=(1, 11), urgency="urgent", flow="grid", on=TODAY)
        assert chosen == wins


@pytest.mark.parametrize(
    "other",
    [
        value(1, clock="sign"),
        value(1, category=12),
        value(1, urgency="complex"),
        value(1, flow="hotline"),
        value(1, valid_from=date(2026, 11, 23)),
        value(1, valid_to=date(2026, 11, 21)),
    ],
)
def test_a_limit_for_something_else_is_not_taken(other):
    assert choose_limit([other], clock="handle", category_path=(1,), urgency="urgent", flow="grid", on=TODAY) is None


@pytest.fixture
def loaded(db):
    brought_in(load_categories)
    brought_in(load_standards)


def handle_limit(code: str | None, urgency: str, flow: str) -> tuple[str, str]:
    category = Category.objects.get(kind="event", code=code) if code else None
    chosen = limit_for("handle", category=category, urgency=urgency, flow=flow, at=NOW)
    return str(chosen.limit), chosen.counts_from


@pytest.mark.parametrize(
    ("code", "urgency", "flow", "expected"),
    [
        (None, "emergency", "hotline", ("2 紧急工作时", "received")),
        (None, "urgent", "hotline", ("24 紧急工作时", "received")),
        (None, "general", "hotline", ("7 自然日", "received")),
        (None, "complex", "hotline", ("15 自然日", "received")),
        ("06010", "general", "grid", ("4 工作时", "dispatched")),
        ("06050", "general", "grid", ("5 工作日", "dispatched")),
    ],
)
def test_a_category_without_a_standard_has_the_general_limit_of_its_urgency(loaded, code, urgency, flow, expected):
    assert handle_limit(code, urgency, flow) == expected


@pytest.mark.parametrize(
    ("kind", "urgency", "expected"),
    [
        ("dispatch", "emergency", "0.5 紧急工作时"),
        ("dispatch", "general", "0.5 工作时"),
        ("sign", "emergency", "0.5 紧急工作时"),
        ("sign", "complex", "2 工作时"),
        ("contact", "emergency", "1 紧急工作时"),
        ("contact", "urgent", "2 紧急工作时"),
        ("contact", "general", "24 紧急工作时"),
    ],
)
def test_the_shorter_clocks_have_limits_by_urgency(loaded, kind, urgency, expected):
    assert str(limit_for(kind, category=None, urgency=urgency, flow="hotline", at=NOW).limit) == expected


def test_a_grid_case_has_nobody_to_contact(loaded):
    assert limit_for("contact", category=None, urgency="general", flow="grid", at=NOW) is None


def test_loading_again_adds_nothing_and_keeps_what_was_changed(loaded):
    ClockLimit.objects.filter(clock_kind="sign", urgency="").update(limit_value=3)
    assert brought_in(load_standards) == 0
    assert str(limit_for("sign", category=None, urgency="general", flow="grid", at=NOW).limit) == "3 工作时"


def test_every_loaded_standard_makes_sense(loaded):
    for row in [*FilingStandard.objects.all(), *ClockLimit.objects.all()]:
        row.full_clean()
    assert FilingStandard.objects.count() == len(data.read("standards.csv"))


def test_the_first_place_counts_until_somebody_chooses_another(loaded):
    gas = Category.objects.get(kind="event", code="01057")
    assert standard_for(gas, on=TODAY, urgency="general", flow="grid").place == 1
    assert gas.standards.count() == 3


def test_the_source_names_the_row_and_its_version(db):
    row = make.standard(make.category("01"), 4, condition="有成堆垃圾", version=3)
    chosen = limit_for("handle", category=row.category, urgency="general", flow="grid", at=NOW)
    assert (chosen.source, chosen.standard_id) == (f"立案标准 {row.pk} 第 3 版：有成堆垃圾", row.pk)


def test_a_standard_holds_for_the_categories_below(db):
    top = make.category("01")
    row = make.standard(top, 4)
    assert standard_for(make.category("01001", parent=top), on=TODAY, urgency="general", flow="grid") == row


def test_the_day_is_asked_in_shanghai(db):
    make.standard(None, 1, valid_to=date(2026, 11, 22))
    make.standard(None, 2, valid_from=date(2026, 11, 23))
    midnight = datetime(2026, 11, 23, 0, 0, tzinfo=SHANGHAI)
    before = limit_for("handle", category=None, urgency="general", flow="grid", at=midnight.replace(day=22, hour=23))
    after = limit_for("handle", category=None, urgency="general", flow="grid", at=midnight)
    assert (before.limit.n, after.limit.n) == (1, 2)


def test_two_standards_of_one_place_may_not_overlap_in_time(db):
    first = make.standard(None, 1)
    second = FilingStandard(
        limit_value=2, limit_kind="work_day", counts_from="filed", condition="x", closing_condition="y",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="重叠"):
        second.full_clean()
    first.valid_to = date(2025, 12, 31)
    first.save()
    second.full_clean()


def test_the_same_standard_cannot_start_twice_on_one_day(db):
    make.standard(None, 1)
    with pytest.raises(IntegrityError, match="a_standard_takes_one_place_from_one_day"):
        make.standard(None, 2)


@pytest.mark.parametrize(("n", "kind"), [("1.5", "legal_day"), ("-1", "work_hour"), ("99999", "work_day")])
def test_a_limit_that_cannot_be_counted_is_refused(db, n, kind):
    row = FilingStandard(limit_value=Decimal(n), limit_kind=kind, valid_from=TODAY)
    with pytest.raises(ValidationError):
        row.clean()


def test_an_end_before_the_start_is_refused(db):
    with pytest.raises(ValidationError, match="截止日期不能早于"):
        FilingStandard(limit_value=1, limit_kind="work_day", valid_from=TODAY, valid_to=date(2026, 11, 21)).clean()
