"""值班表 as a workbook: a month of turns in, the same file out."""

import pytest

from organizations.models import AuditEntry, DutyShift
from organizations.roles import Role
from tests import make
from tests.cases.sheets.spreadsheets import apply, exported, plan, workbook, wrong
from tests.make import at

pytestmark = pytest.mark.django_db
HEADING = ("单位", "岗位", "开始", "结束", "值班人", "替班人", "有效", "备注")
TURN = ("指挥中心", "值班", "2026-02-13 18:00", "2026-02-14 9:00", "zhang", "李某", "是", "春节")


@pytest.fixture
def people(town):
    make.user(town.centre, Role.DUTY_SUPERVISOR, username="zhang", display_name="张某")
    make.user(town.centre, Role.DUTY_SUPERVISOR, username="li", display_name="李某")
    make.user(town.department, username="wang", display_name="王某")


def test_a_turn_comes_in_with_its_audit_and_goes_out_unchanged(people):
    apply("duty", workbook(HEADING, TURN))
    shift = DutyShift.objects.get()
    assert (shift.starts_at, shift.ends_at) == (at("2026-02-13 18:00"), at("2026-02-14 09:00"))
    assert (shift.person.username, shift.stand_in.username, shift.note) == ("zhang", "li", "春节")
    assert AuditEntry.objects.filter(kind="organizations.dutyshift.added").count() == 1
    again = plan("duty", exported("duty"))
    assert (again.errors, again.changes, again.unchanged) == ((), (), 1)


def test_another_person_for_the_same_turn_changes_it(people):
    apply("duty", workbook(HEADING, TURN))
    apply("duty", workbook(HEADING[:6], (*TURN[:4], "li", None)))
    shift = DutyShift.objects.get()
    assert (shift.person.username, shift.stand_in) == ("li", None)
    assert wrong("duty", workbook(HEADING[:6], (*TURN[:4], "li", "li"))) == [("F2", "nobody_stands_in_for_himself")]


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ({3: "2026-02-13 17:00"}, ("D2", "duty_shift_ends_after_it_starts")),
        ({2: "2026-02-30 17:00"}, ("C2", "not_a_date")),
        ({2: "2026-02-13 25:00"}, ("C2", "not_a_time")),
        ({4: "wang"}, ("E2", "not_of_the_organization")),
        ({5: "王某"}, ("F2", "not_of_the_organization")),
        ({4: "某某"}, ("E2", "unknown")),
    ],
)
def test_each_wrong_cell_of_a_turn_is_named(people, cells, error):
    row = [cells.get(number, cell) for number, cell in enumerate(TURN)]
    assert wrong("duty", workbook(HEADING, row)) == [error]


def test_turns_over_each_other_are_told_before_they_are_written(people):
    other = ("指挥中心", "值班", "2026-02-14 8:00", "2026-02-14 18:00", "li")
    found = plan("duty", workbook(HEADING[:5], TURN[:5], other))
    assert found.errors == ()
    assert found.consequences == ("指挥中心 值班：张某 与 李某 的班次自 02-14 08:00 起重叠。",)
