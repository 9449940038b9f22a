import tracemalloc
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook

from foundation.tables import BadRow, Row, TableError, open_table
from foundation.tables import limits as table_limits
from tests.foundation.workbooks import HEADER, parts, save, text


@pytest.fixture
def file(tmp_path):
    return tmp_path / "upload.csv"  # the name tells nothing


def read(path, **choice):
    with open_table(path, **choice) as table:
        return list(table)


def refusal(path, **choice):
    with pytest.raises(TableError) as caught:
        read(path, **choice)
    return str(caught.value)


def saved(file, *rows, prepare=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if prepare:
        prepare(book.active)
    book.save(file)
    return file


def test_values_become_what_a_person_would_have_typed(file):
    values = {
        "整数": (7.0, "7"),
        "小数": (116.225, "116.225"),
        "很小": (1e-7, "0.0000001"),
        "日期": (date(2025, 3, 29), "2025-03-29"),
        "时刻": (datetime.fromisoformat("2025-03-29T14:05:59"), "2025-03-29 14:05:59"),
        "零点": (datetime.fromisoformat("2025-03-29"), "2025-03-29 00:00:00"),
        "钟点": (time(9, 30), "09:30:00"),
        "时长": (timedelta(hours=30, minutes=5), "30:05:00"),
        "是否": (True, "TRUE"),
        "文字": (" 井盖 ", " 井盖 "),
        "空": (None, ""),
    }
    saved(file, list(values), [value for value, _ in values.values()])
    assert read(file) == [Row(2, {name: shown for name, (_, shown) in values.items()})]


def test_formats_tell_codes_and_chinese_dates(file):
    styles = (
        '<numFmts><numFmt numFmtId="176" formatCode="000000"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="31"/></cellXfs>'
    )
    row = '<row r="2"><c r="A2" s="1"><v>123</v></c><c r="B2" s="2"><v>45745</v></c></row>'
    save(file, parts(HEADER + row, styles=styles))
    assert read(file)[0].cells == {"工单编号": "000123", "标题": "2025-03-29"}


def test_shared_texts_are_read_without_their_phonetic_guides(file):
    strings = "<si><r><t>占道</t></r><r><t>经营_x000D_</t></r><rPh><t>zhan</t></rPh></si><si><t/></si>"
    row = '<row r="5"><c r="A5" t="s"><v>0</v></c><c r="B5" t="s"><v>1</v></c></row>'
    save(file, parts(HEADER + row + '<row r="6"><c t="s"><v>9</v></c></row>', strings=strings))
    good, bad = read(file)
    assert good == Row(5, {"工单编号": "占道经营\r", "标题": ""})
    assert bad == BadRow(6, "工单编号", "A6 指向不存在的文本，工作簿已损坏。")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('<c r="B2"><f>A1</f><v>3</v></c>', "B2 是公式，请复制后“选择性粘贴—数值”再上传。"),
        ('<c r="B2" t="e"><v>#N/A</v></c>', "B2 是错误值 #N/A。"),
        (
            '<c r="B2"><v>110105199001011234</v></c>',
            "B2 数字超过 15 位，Excel 已丢失末几位：请把这一列设为文本格式后重新填写。",
        ),
        ('<c r="B2"><v>nan</v></c>', "B2 不是有效的数字。"),
        ('<c r="B2" t="str"><v>_x0000_</v></c>', "B2 含有空字符（NUL）。"),
        (text("B2", "长" * 100_001), "B2 单元格超过 100000 字。"),
    ],
)
def test_a_cell_that_cannot_be_read_costs_its_row_alone(file, cell, reason):
    save(file, parts(f'{HEADER}<row r="2">{cell}</row><row r="3">{text("A3", "好")}</row>'))
    assert read(file) == [BadRow(2, "标题", reason), Row(3, {"工单编号": "好", "标题": ""})]


def test_text_beside_the_header_is_told(file):
    save(file, parts(f'{HEADER}<row r="2">{text("D2", "批注")}</row>'))
    assert read(file) == [BadRow(2, "", "D2 有内容，但这一列没有表头。")]


def test_merged_rows_are_told_and_the_others_read(file):
    saved(
        file, ["街道", "标题"], ["八宝山", "一"], ["", "二"], ["老山", "三"], prepare=lambda s: s.merge_cells("A2:A3")
    )
    merged = "A2:A3 是合并单元格，请取消合并，在每一行填写。"
    assert read(file) == [BadRow(2, "", merged), BadRow(3, "", merged), Row(4, {"街道": "老山", "标题": "三"})]


def test_a_merged_title_above_the_header_is_passed_over(file):
    saved(file, ["一季度工单", ""], ["编号", "标题"], ["1", "甲"], prepare=lambda s: s.merge_cells("A1:B1"))
    assert read(file) == [Row(3, {"编号": "1", "标题": "甲"})]


def test_a_title_with_a_formula_is_passed_over(file):
    saved(file, ['="工单"&TODAY()'], [], ["编号", "标题", "内容"], ["1", "甲", "乙"])
    assert read(file) == [Row(4, {"编号": "1", "标题": "甲", "内容": "乙"})]


def test_names_over_two_rows_are_no_header(file):
    saved(
        file,
        ["编号", "地点", ""],
        ["", "街道", "社区"],
        prepare=lambda s: (s.merge_cells("B1:C1"), s.merge_cells("A1:A2")),
    )
    assert refusal(file) == "第 1 行：表头有合并单元格：每列应当各有一个名称，名称只占一行。"


def test_hidden_rows_are_rows(file):
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.auto_filter.ref = "A1:A3"

    saved(file, ["编号"], ["1"], ["2"], prepare=hide)
    assert [row.cells["编号"] for row in read(file)] == ["1", "2"]


def book_of(file, **sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file


@pytest.mark.parametrize("first", [{}, {"封面": [["工单导出说明"], ["制表人", "王某"]]}, {"Sheet1": []}])
def test_the_sheet_that_holds_the_table_is_read(file, first):
    book_of(
        file,
        **first,
        工单=[["编号", "标题", "内容", "街道"], ["1", "甲", "乙", "丙"]],
        统计=[["街道", "数量"], ["丙", 1]],
    )
    assert [row.cells["编号"] for row in read(file)] == ["1"]


def test_a_sheet_that_goes_on_with_the_same_columns_is_told_of(file):
    book_of(file, 上半年=[["编号", "标题"], ["1", "甲"]], 下半年=[["编号", "标题"], ["2", "乙"]], 说明=[["列", "意义"]])
    first, told = read(file)
    assert (first.cells["编号"], type(told)) == ("1", BadRow)
    assert told.reason == "工作表“下半年”有同样的表头而没有读入：只读“上半年”，请把各表的行合到一张表里。"


def test_a_sheet_is_chosen_by_name_and_hidden_ones_are_not_there(file):
    book = Workbook()
    book.active.title = "目录"
    book.active.append(["编号"])
    book.create_sheet("工单").append(["标题"])
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.save(file)
    with open_table(file, sheet="工单") as table:
        assert (table.header, table.sheets, table.format) == (["标题"], ["目录", "工单"], "xlsx")
    assert refusal(file, sheet="没有") == "没有工作表“没有”，现有：目录、工单。"


def test_an_entity_is_refused_wherever_it_stands(file):
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    for name in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/core.xml", "_rels/.rels"]:
        save(file, parts(HEADER) | {name: bomb})
        assert "DOCTYPE" in refusal(file)


def test_entities_do_not_hide_in_another_encoding(file):
    sheet = parts(HEADER)["xl/worksheets/sheet1.xml"]
    save(file, parts(HEADER) | {"xl/worksheets/sheet1.xml": sheet.encode("utf-16")})
    assert "损坏" in refusal(file)


def test_zeros_that_swell_a_thousandfold_are_refused(file):
    save(file, parts(HEADER + " " * 20_000_000))
    assert "压缩炸弹" in refusal(file)


def test_what_declares_too_much_is_refused_before_it_is_unpacked(file, monkeypatch):
    monkeypatch.setattr(table_limits, "UNPACKED", 1_000)
    save(file, parts(HEADER + " " * 2_000))
    assert "压缩炸弹" in refusal(file)


def test_what_lies_about_its_size_is_not_read_beyond_it(file):
    save(file, parts(HEADER + " " * 50_000))
    data = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        true_size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lied = data.replace(true_size.to_bytes(4, "little"), (300).to_bytes(4, "little"))
    file.write_bytes(lied)
    assert "损坏" in refusal(file)


def test_a_small_part_may_not_be_large(file, monkeypatch):
    monkeypatch.setattr("foundation.tables.limits.RATIO", 10_000)
    save(file, parts(HEADER) | {"xl/styles.xml": "<styleSheet>" + "<x/>" * 5_000_000 + "</styleSheet>"})
    assert "过大" in refusal(file)


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ('<row r="999999999"><c r="A1"/></row>', "行号超过"),
        ('<row r="1"><c r="ZZZ1"/></row>', "位置无效"),
        ('<row r="1"><c r="ZZZZZZZ1"/></row>', "位置无效"),
        ('<row r="1">' + "<c/>" * 16_385 + "</row>", "位置无效"),
        ("<a>" * 500 + "</a>" * 500, "损坏"),
        ("<row>", "损坏"),
        (f"<x y='{'z' * 5_000_000}'/>", "损坏"),
        (
            '<row r="1">'
            + "".join(text(f"{a}{b}1", f"列{a}{b}") for a in "ABCD" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            + "</row>",
            "130 列",
        ),
        ("", "没有内容"),
    ],
)
def test_a_sheet_that_no_excel_wrote_is_refused(file, rows, word, monkeypatch):
    monkeypatch.setattr("foundation.tables.limits.RATIO", 10_000)
    save(file, parts(rows))
    assert word in refusal(file)


def test_a_truncated_file_is_refused(file):
    whole = saved(file, ["编号", "标题"], *[[n, f"标题{n}"] for n in range(500)]).read_bytes()
    for length in [100, len(whole) // 2, len(whole) - 10]:
        file.write_bytes(whole[:length])
        assert "损坏" in refusal(file)


def test_damage_inside_is_told(file):
    whole = bytearray(saved(file, ["编号"], *[[f"标题{n}"] for n in range(500)]).read_bytes())
    start = whole.index(b"xl/worksheets/sheet1.xml") + 60
    whole[start : start + 40] = b"\0" * 40
    file.write_bytes(whole)
    assert "损坏" in refusal(file)


def test_a_zip_of_something_else_is_no_workbook(file):
    save(file, {"readme.txt": "hello"})
    assert refusal(file) == "这是压缩包，不是 .xlsx 工作簿。"
    save(file, {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>"})
    assert refusal(file) == "这不是 .xlsx 工作簿。"


def test_too_many_parts_are_refused(file):
    save(file, parts(HEADER) | {f"xl/media/{n}.png": "" for n in range(2_001)})
    assert "过多" in refusal(file)


def test_two_parts_on_the_same_bytes_are_refused(file):
    save(file, parts(HEADER) | {"xl/media/a.bin": b"a" * 10, "xl/media/b.bin": b"b" * 10})
    data = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        packed = archive.getinfo("xl/media/a.bin").compress_size.to_bytes(4, "little")
    at = data.rindex(b"xl/media/a.bin") - 46 + 20
    assert data[at : at + 4] == packed
    file.write_bytes(data[:at] + (90_000_000).to_bytes(4, "little") + data[at + 4 :])
    assert "压缩炸弹" in refusal(file)


def test_a_sheet_with_prefixed_names_is_read(file):
    content = parts("")
    content["xl/worksheets/sheet1.xml"] = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="str"><x:v>标题</x:v></x:c></x:row>'
        "<x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    save(file, content)
    assert read(file) == [Row(2, {"标题": "7"})]


def test_memory_does_not_grow_with_a_workbook(file):
    shared = "".join(f"<si><t>{n}{'长' * 300}</t></si>" for n in range(20_000))
    rows = "".join(f'<row r="{n + 2}"><c r="A{n + 2}" t="s"><v>{n}</v></c></row>' for n in range(20_000))
    save(file, parts(HEADER + rows, strings=shared))
    tracemalloc.start()
    assert sum(isinstance(row, Row) for row in stream(file)) == 20_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000


def stream(path):
    with open_table(path) as table:
        yield from table
