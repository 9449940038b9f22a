"""Real files of the field, kept beside the checkout; without them there is nothing to try."""

from pathlib import Path

import pytest

from cases.imports.results import Mode
from cases.models import CallBack, Case, CaseClock
from notices.models import OutboxEntry
from tests.cases.imports.making import bring, counts

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no files of orders at {DATA}")


@pytest.mark.parametrize(
    ("name", "mapping", "rows", "refused"),
    [
        ("beijing12345_reference_format_10.csv", "beijing12345", 10, 0),
        ("beijing12345_fangshan_synthetic_500_b1.csv", "beijing12345-21", 500, 0),
        ("petition_hot_4326.csv", "petition_hot", 4326, 0),
        ("petition_replied_2816.csv", "petition_replied", 2816, 0),
        ("petition_labelled_248.csv", "petition_labelled", 248, 1),
    ],
)
def test_a_real_file_comes_in_whole_and_once(town, tmp_path, *, name, mapping, rows, refused):
    report = tmp_path / "report.xlsx"
    result = bring(DATA / name, Mode.HISTORY, report_path=report)
    assert (result.mapping, result.read) == (mapping, rows)
    assert counts(result) == (rows - refused, 0, 0, refused)
    assert (CaseClock.objects.count(), OutboxEntry.objects.count()) == (0, 0)
    assert counts(bring(DATA / name, Mode.HISTORY, report_path=report)) == (0, 0, rows - refused, refused)


def test_another_districts_orders_are_marked_outside_and_nothing_is_lost(town, tmp_path):
    result = bring(DATA / "beijing12345_fangshan_synthetic_500_b1.csv", Mode.HISTORY)
    assert result.by_precision == {"none": 500, "outside": 500}
    assert Case.objects.filter(is_outside=True, received_precision="day").count() == 500
    assert CallBack.objects.count() == 461


def test_replies_come_with_their_times(town):
    bring(DATA / "petition_replied_2816.csv", Mode.HISTORY, report_path=None)
    assert Case.objects.filter(replied_at__isnull=False, state="closed").count() == 2816
