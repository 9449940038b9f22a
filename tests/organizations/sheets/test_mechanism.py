"""Cells, names and constraints, whatever the kind of configuration."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, UniqueConstraint
from hypothesis import given
from hypothesis import strategies as st

from cases.models import CatalogueRule, FilingStandard
from organizations.sheets import cells
from organizations.sheets.cells import BadCell
from organizations.sheets.constraints import holds
from organizations.sheets.names import Names
from organizations.sheets.registry import all_sheets


@given(st.text(st.characters(min_codepoint=32)))
def test_a_disarmed_text_is_no_formula_and_comes_back(text):
    safe = cells.disarmed(text)
    assert not safe.startswith(("=", "+", "-", "@"))
    assert cells.rearmed(safe) == text


@pytest.mark.parametrize(
    ("read", "raw", "value"),
    [
        (cells.text_in, 6010, "6010"),
        (cells.text_in, 6010.0, "6010"),
        (cells.date_in, datetime(2026, 1, 2), date(2026, 1, 2)),  # noqa: DTZ001 - as a spreadsheet holds it
        (cells.date_in, "2026年1月2日", date(2026, 1, 2)),
        (cells.date_in, "20260102", date(2026, 1, 2)),
        (cells.time_in, "8:05", time(8, 5)),
        (cells.time_in, "18:00:00", time(18)),
        (cells.number_in, "0.50", Decimal("0.5")),
        (cells.flag_in, "停用", False),
    ],
)
def test_people_write_values_in_many_ways(read, raw, value):
    assert read(raw) == value


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (cells.date_in, "2026-13-01"),
        (cells.date_in, "明天"),
        (cells.time_in, "24:00"),
        (cells.number_in, "NaN"),
        (cells.whole_number_in, "1.5"),
        (cells.whole_number_in, "1e999999"),
    ],
)
def test_what_means_nothing_is_refused(read, raw):
    with pytest.raises(BadCell):
        read(raw)


def test_a_name_of_two_means_neither_and_says_which():
    names: Names[int] = Names("社区")
    names.add(1, 1, ["和平社区", "110107001001"])
    names.add(2, 2, ["和平社区", "110107002001"])
    assert (names.find("110107002001"), names.shown(1)) == (2, "110107001001")
    with pytest.raises(BadCell) as bad:
        names.find("和平社区")
    assert "110107001001、110107002001" in bad.value.message


def test_every_constraint_of_a_model_has_its_sentence_and_column():
    for sheet in all_sheets().values():
        constraints = {c.name for c in sheet.model._meta.constraints}
        assert constraints <= set(sheet.sentences), sheet.kind
        fields = {column.field for column in sheet.columns}
        assert {field for field, _sentence in sheet.sentences.values()} <= fields
        unique = {f"{f.name}_is_unique" for f in sheet.model._meta.concrete_fields if f.unique and not f.primary_key}
        assert unique <= set(sheet.sentences)


DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3))
HOURS = st.none() | st.sampled_from([time(8), time(18)])


@pytest.mark.django_db
@given(st.builds(CatalogueRule, street_id=st.sampled_from([None, 1]), community_id=st.sampled_from([None, 1]),
                 from_time=HOURS, to_time=HOURS, organization_id=st.sampled_from([None, 1]), valid_to=DAYS,
                 valid_from=DAYS, target_kind=st.sampled_from(["organization", "territorial_street"])))  # fmt: skip
def test_conditions_are_answered_as_the_database_answers_them(rule):
    for constraint in CatalogueRule._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            assert (holds(constraint.condition, rule) is not False) == _database_says(constraint, rule)


def _database_says(constraint, row) -> bool:
    try:
        constraint.validate(type(row), row)
    except ValidationError:
        return False
    return True


def test_all_constraints_can_be_asked_in_memory():
    for sheet in all_sheets().values():
        for constraint in sheet.model._meta.constraints:
            assert isinstance(constraint, CheckConstraint | UniqueConstraint)
            if isinstance(constraint, CheckConstraint):
                holds(constraint.condition, sheet.model())
    assert holds(FilingStandard._meta.constraints[0].condition, FilingStandard(limit_value=None)) is None
