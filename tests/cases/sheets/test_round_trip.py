"""What is exported comes back without a change, whatever kind it is."""

from datetime import date, time
from io import BytesIO

import pytest
from openpyxl import load_workbook

from cases.actions.load_catalogue import load_catalogue
from cases.actions.load_categories import load_categories
from cases.actions.load_standards import load_standards
from cases.models import CatalogueRule, Category, FilingStandard
from organizations.models import AuditEntry
from organizations.roles import Role
from organizations.sheets.export import export_workbook
from organizations.sheets.registry import all_sheets, sheet_of
from tests import make
from tests.cases import rulebook_making
from tests.cases.sheets.spreadsheets import CONSOLE, apply, exported, plan
from tests.make import brought_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    """Everything a district starts with: hundreds of categories, standards and rules."""
    brought_in(load_categories)
    brought_in(load_standards)
    rulebook_making.everybody_in_the_catalogue()
    brought_in(load_catalogue)


def test_the_rulebook_comes_back_unchanged(district):
    for kind, model in (("categories", Category), ("standards", FilingStandard), ("catalogue", CatalogueRule)):
        found = plan(kind, exported(kind))
        assert (kind, found.errors[:3], found.changes[:3]) == (kind, (), ())
        assert found.unchanged == model.objects.count() > 20


def test_organizations_and_users_come_back_unchanged(town):
    make.user(town.centre, Role.DISPATCHER, Role.DUTY_SUPERVISOR)
    make.user(town.department, phone="13800001111", is_active=False)
    for kind, rows in (("organizations", 9), ("users", 2)):
        found = plan(kind, exported(kind))
        assert (found.errors, found.changes, found.unchanged) == ((), (), rows)


def test_a_rule_with_every_column_filled_comes_back_unchanged(town):
    CatalogueRule.objects.create(
        category=Category.objects.get(code="06010"),
        community=town.area.communities[0],
        source="12345",
        only_days="workday",
        from_time=time(18),
        to_time=time(8, 30),
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
        organization=town.department,
        supervising=town.centre,
        priority=-3,
        note="=1+1",
    )
    found = plan("catalogue", exported("catalogue"))
    assert (found.errors, found.changes, found.unchanged) == ((), (), 1)


def test_a_text_that_looks_like_a_formula_leaves_as_text(town):
    dangerous = '=HYPERLINK("http://x","y")'
    Category.objects.filter(code="06010").update(name=dangerous)
    data = load_workbook(BytesIO(export_workbook(sheet_of("categories"), actor=CONSOLE))).worksheets[0]
    cell = next(row[3] for row in data.iter_rows(min_row=2) if row[2].value == "06010")
    assert (cell.value, cell.data_type) == (f"'{dangerous}", "s")


def test_a_second_sheet_explains_every_column(town):
    for kind, sheet in all_sheets().items():
        book = load_workbook(BytesIO(export_workbook(sheet, actor=CONSOLE)))
        explained = {row[0].value for row in book["说明"].iter_rows()}
        assert {str(column.heading) for column in sheet.columns} <= explained, kind
        assert book["选项"].sheet_state == "hidden"
        assert book.worksheets[0].data_validations.count > 0


def test_importing_what_was_exported_writes_nothing(town):
    entries = AuditEntry.objects.count()
    assert apply("organizations", exported("organizations")).changes == ()
    assert AuditEntry.objects.count() == entries
