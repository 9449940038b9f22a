"""A file of standards tells which running clocks it moves, and moves them once it is imported."""

import pytest

from cases.models import CaseClock, FilingStandard
from cases.sheets.standards import StandardSheet
from deadlines.models import Recomputation
from foundation.actions.run_job import run_next_job
from organizations.roles import Role
from organizations.sheets.apply import apply_file
from organizations.sheets.preview import preview
from tests import make
from tests.make import MORNING, at

pytestmark = pytest.mark.django_db
HEADER = "类别,流程,紧急程度,顺序,生效日期,立案条件,结案条件,时限,计时方式,起算\n"


def file_of(*rows: str) -> bytes:
    return (HEADER + "\n".join(rows)).encode()


@pytest.fixture
def administrator(town):
    return make.user(town.centre, Role.SYSTEM_ADMIN).actor


def due(case):
    return CaseClock.objects.get(case=case, kind="handle").due_at


def test_a_shorter_limit_is_told_and_followed(town, administrator):
    case = make.case(sender=town.city)
    content = file_of(",接诉即办,一般,1,2020-01-01,一般情形,办理完毕,5,自然日,接收")
    told = preview(StandardSheet(), content, name="s.csv", actor=administrator)
    assert told.errors == ()
    assert told.consequences == ("将移动 1 个运行中的时钟：推后 0 个，提前 1 个（其中 0 个立即超期）。",)
    apply_file(StandardSheet(), content, name="s.csv", actor=administrator, now=MORNING)
    assert due(case) == at("2026-12-01 09:30")
    run_next_job(clock=lambda: MORNING)
    assert due(case) == at("2026-11-29 09:30")


def test_words_alone_begin_no_recomputation(town, administrator):
    content = file_of(",接诉即办,一般,1,2020-01-01,一般情形,已办理完毕,7,自然日,接收")
    told = preview(StandardSheet(), content, name="s.csv", actor=administrator)
    apply_file(StandardSheet(), content, name="s.csv", actor=administrator, now=MORNING)
    assert told.consequences == ()
    assert FilingStandard.objects.filter(closing_condition="已办理完毕").exists()
    assert not Recomputation.objects.exists()


def test_a_new_row_for_later_days_moves_nothing(town, administrator):
    make.case(sender=town.city)
    content = file_of("030701,接诉即办,一般,1,2028-01-01,占道经营,清走,5,自然日,接收")
    told = preview(StandardSheet(), content, name="s.csv", actor=administrator)
    assert "不移动运行中的时钟。" in told.consequences
