from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from foundation.tables import Row, open_table, write_csv, write_report
from foundation.tables.writing import harmless

WRITERS = [write_csv, write_report]


@pytest.mark.parametrize("write", WRITERS)
def test_what_is_written_is_read_again(tmp_path, write):
    path = tmp_path / "report"
    received = datetime(2025, 3, 29, 6, 5, tzinfo=UTC)
    rows = [[3, "问题\n两行", 116.2, None], [4, '"引号",', date(2025, 1, 1), received]]
    assert write(path, ["行号", "原因", "值", "时间"], rows) == 2
    with open_table(path) as table:
        assert list(table) == [
            Row(2, {"行号": "3", "原因": "问题\n两行", "值": "116.2", "时间": ""}),
            Row(
                3 if table.format == "xlsx" else 4,
                {"行号": "4", "原因": '"引号",', "值": "2025-01-01", "时间": "2025-03-29 14:05:00"},
            ),
        ]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝"])
def test_no_cell_becomes_a_formula(tmp_path, write, start):
    path = tmp_path / "report"
    write(path, ["=值"], [[f"{start}cmd|' /C calc'!A0"]])
    with open_table(path) as table:
        assert table.header == ["'=值"]
        assert [row.cells["'=值"][0] for row in table] == ["'"]


def test_numbers_below_zero_stay_numbers():
    assert [harmless(-1), harmless(-0.5)] == [-1, -0.5]


def test_a_long_report_goes_on_in_another_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr("foundation.tables.writing.ROWS_PER_SHEET", 3)
    path = tmp_path / "report.xlsx"
    assert write_report(path, ["行号"], ([n] for n in range(7)), sheet="问题") == 7
    assert load_workbook(path).sheetnames == ["问题", "问题 2", "问题 3"]


@pytest.mark.parametrize("write", WRITERS)
def test_a_report_that_breaks_leaves_the_former_one(tmp_path, write):
    def broken():
        yield ["新"]
        raise RuntimeError

    path = tmp_path / "report"
    write(path, ["列"], [["旧"]])
    with pytest.raises(RuntimeError):
        write(path, ["列"], broken())
    with open_table(path) as table:
        assert [row.cells for row in table] == [{"列": "旧"}]
    assert list(tmp_path.iterdir()) == [path]


@given(cell=st.text(max_size=50))
def test_any_text_can_be_reported(tmp_path_factory, cell):
    path = tmp_path_factory.mktemp("fuzz") / "report"
    assert write_report(path, ["列"], [[cell]]) == 1
    with open_table(path) as table:
        assert len(list(table)) in {0, 1}
