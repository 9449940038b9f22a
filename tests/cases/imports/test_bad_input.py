"""What may be wrong with a file of orders: the rest comes in, and the report says in Chinese where and why."""

import time
import tracemalloc
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cases.imports.columns import FIELDS
from cases.imports.results import Mode
from cases.models import Case, OrderMapping
from foundation.tables import open_table
from tests.cases.imports.making import BEIJING, bring, counts, order_row
from tests.cases.imports.test_variants import book, table, text_of
from tests.foundation.workbooks import parts, save
from tests.make import NOON

POINT = ["工单编号", "标题", "主要内容", "接收时间", "经度", "纬度", "问题分类"]
POINT_ROW = {
    "工单编号": "p1",
    "标题": "路灯不亮",
    "主要内容": "路口路灯不亮",
    "接收时间": "2026-11-20 08:00",
    "经度": "116.2025",
    "纬度": "39.9075",
}


def report(result):
    """Line, field and reason of every refusal."""
    with open_table(result.report_path) as refusals:
        return [tuple(row.cells.values()) for row in refusals]


@pytest.fixture
def points(db):
    columns = dict(zip(("order_no", "title", "content", "received_at", "lon", "lat", "category"), POINT, strict=True))
    facts = {"title": "有坐标", "columns": {"source": "other", "columns": columns}, "saved_at": NOON}
    return OrderMapping.objects.create(name="points", **facts).name


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"标题": "路\0灯"}, "标题", "空字符"),
        ({"经度": "39.9075", "纬度": "116.2025"}, "纬度", "经度和纬度可能写反了"),
        ({"接收时间": "2026-12-24 08:00"}, "接收时间", "接收时间在未来"),
        ({"接收时间": "1900-01-01 00:00"}, "接收时间", "2000 到 2099"),
        ({"主要内容": "长" * 100_001}, "主要内容", "最多允许 100000 字"),
    ],
)
@pytest.mark.usefixtures("town")
def test_a_bad_row_costs_itself_alone(points, tmp_path, cells, field, words):
    path = tmp_path / "orders.csv"
    rows = [POINT_ROW, POINT_ROW | {"工单编号": "p2"} | cells, POINT_ROW | {"工单编号": "p3"}]
    path.write_text(text_of(rows, POINT), newline="")
    result = bring(path, mapping=points)
    assert counts(result) == (2, 0, 0, 1)
    [(line, told, reason)] = report(result)
    assert (line, told) == ("3", field)
    assert words in reason


def test_a_point_of_another_district_comes_in_marked(town, points, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(text_of([POINT_ROW | {"经度": "116.60", "纬度": "40.10"}], POINT), newline="")
    assert bring(path, mapping=points).by_precision == {"point": 1, "outside": 1}
    assert Case.objects.get().is_outside


def test_an_unknown_category_waits_for_a_person(town, points, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(text_of([POINT_ROW | {"问题分类": "没有->这样的"}], POINT), newline="")
    assert counts(bring(path, mapping=points)) == (1, 0, 0, 0)
    assert Case.objects.get().category is None


def merged(made):
    made["工单"].merge_cells("E2:E3")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (",".join(f"列{n}" for n in range(200)).encode(), "有 200 列，最多允许 100 列"),
        ((",".join([*BEIJING, "标题"]) + "\n").encode(), "表头重复：标题"),
        (text_of([], [one for one in BEIJING if one != "标题"]).encode(), "缺少必需的列：标题"),
        (text_of([order_row()], BEIJING).encode() + b"\xff\xff\n", "UTF-8"),
        (text_of([order_row()], BEIJING).encode("big5", "ignore") + b"\xff", "既不是 UTF-8 也不是 GB18030"),
        (book(("工单", table([order_row()], BEIJING)))[:-700], "损坏或不完整"),
        (book(("工单", [])), "没有内容"),
        (b"\0" * 90, "看不见的字符"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_no_order(town, tmp_path, content, words):
    path = tmp_path / "orders"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words) as told:
        call_command("import_orders", str(path), "--mapping", "beijing12345", stdout=StringIO(), stderr=StringIO())
    assert "Traceback" not in str(told.value)
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("spoilt", "prepare", "told"),
    [
        ({"标题": "=1+1"}, None, [("3", "标题", "E3 是公式")]),
        ({"办结时间": 99_999_999}, None, [("3", "办结时间", "时间写法不对")]),
        ({}, merged, [("2", "", "E2:E3 是合并单元格"), ("3", "", "E2:E3 是合并单元格")]),
    ],
)
def test_odd_cells_of_a_workbook_are_told_by_their_address(town, tmp_path, spoilt, prepare, told):
    path = tmp_path / "orders.xlsx"
    rows = [order_row(1), order_row(2) | spoilt, order_row(3)]
    path.write_bytes(book(("工单", table(rows, BEIJING)), prepare=prepare))
    result = bring(path, Mode.HISTORY)
    assert counts(result) == (3 - len(told), 0, 0, len(told))
    for (line, field, reason), (at, name, words) in zip(report(result), told, strict=True):
        assert (line, field) == (at, name)
        assert words in reason


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/app.xml"])
def test_entities_are_refused(town, tmp_path, part):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    path = save(tmp_path / "orders.xlsx", parts("") | {part: laughs})
    with pytest.raises(CommandError, match="DOCTYPE"):
        call_command("import_orders", str(path), stdout=StringIO(), stderr=StringIO())


def test_a_bomb_is_refused_before_it_goes_off(town, tmp_path):
    path = save(tmp_path / "orders.xlsx", parts("") | {"xl/sharedStrings.xml": b" " * 300_000_000})
    began = time.monotonic()
    tracemalloc.start()
    with pytest.raises(CommandError, match="压缩炸弹"):
        call_command("import_orders", str(path), stdout=StringIO(), stderr=StringIO())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("mark", ["", '"'])
def test_a_cell_of_ten_megabytes_keeps_what_came_before(town, tmp_path, mark):
    path = tmp_path / "orders.csv"
    huge = f"热线-261101-000009,诉求,,,路灯,{mark}{'长' * 10_000_000}{mark}\r\n"
    path.write_text(text_of([order_row(1)], BEIJING, below=huge), newline="")
    result = bring(path)
    assert counts(result) == (1, 0, 0, 1)
    [(line, _field, reason)] = report(result)
    assert line == "3"
    assert "主要内容" in reason
    assert "超过 100000 字" in reason


CELLS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["=1+1", "1e999", "nan", "-0", "1900-01-01", "9999-12-31", "2026-02-30", "116.2", "\0", "\u202e", "是", "📞" * 50]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=timedelta(seconds=5))
@given(rows=st.lists(st.dictionaries(st.sampled_from(FIELDS), CELLS, max_size=4), min_size=1, max_size=8))
@pytest.mark.parametrize("mode", list(Mode))
def test_whatever_the_cells_hold_each_row_comes_in_or_is_told(town, tmp_path, mode, rows):
    """Whole, through the database: what the reader lets pass the tables take."""
    OrderMapping.objects.update_or_create(
        name="all",
        defaults={"title": "全部", "columns": {"columns": {one: one for one in FIELDS}}, "saved_at": NOON},
    )
    path = tmp_path / "orders.csv"
    sound = {"title": "路灯不亮", "content": "路口路灯不亮", "received_at": "2026-11-20 08:00"}
    path.write_text(text_of([{"order_no": f"n{n}"} | sound | row for n, row in enumerate(rows)], FIELDS), newline="")
    result = bring(path, mode, mapping="all", report_path=tmp_path / "r.xlsx")
    created, updated, unchanged, refused = counts(result)
    again = bring(path, mode, mapping="all", report_path=tmp_path / "r.xlsx")
    assert (again.created, again.updated, again.refused) == (0, 0, refused)
    assert again.unchanged == created + updated + unchanged
    if refused:
        assert all(reason for _line, _field, reason in report(result))


def test_a_workbook_that_openpyxl_wrote_by_hand_keeps_its_types(town, points, tmp_path):
    made = Workbook()
    made.active.append(POINT)
    made.active.append([20261120001, "路灯不亮", 12.50, "2026/11/20 8:05", 116.2025, 39.9075, True])
    made.save(tmp_path / "orders.xlsx")
    assert counts(bring(tmp_path / "orders.xlsx", mapping=points)) == (1, 0, 0, 0)
    case = Case.objects.get()
    assert (case.order_no, case.content, case.lon) == ("20261120001", "12.5", 116.2025)
