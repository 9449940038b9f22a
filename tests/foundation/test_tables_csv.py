import io
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.tables import BadRow, Row, TableError, open_table

HEADER = "工单编号,标题\n"


@pytest.fixture
def file(tmp_path):
    """Writes the bytes and gives their path; the name tells nothing."""

    def write(content, encoding="utf-8"):
        path = tmp_path / "upload"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def read(path):
    with open_table(path) as table:
        return list(table)


def refusal(path):
    with pytest.raises(TableError) as caught:
        read(path)
    return caught.value


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        *[("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030"), ("gbk", "gb18030")],
        *[("utf-16", "utf-16-le"), ("\ufeff utf-16-be", "utf-16-be"), ("\ufeff gb18030", "gb18030")],
    ],
)
def test_the_usual_encodings_are_told_apart(file, encoding, told):
    *mark, encoding = encoding.split()
    with open_table(file("".join(mark) + HEADER + "热线-1,井盖缺失\n", encoding)) as table:
        assert (table.header, table.encoding) == (["工单编号", "标题"], told)
        assert list(table) == [Row(2, {"工单编号": "热线-1", "标题": "井盖缺失"})]


def test_the_encoding_is_that_of_the_whole_file(file):
    rows = "".join(f"{n},plain words\n" for n in range(100_000))
    assert read(file("no,title\n" + rows + "x,街道\n", "gb18030"))[-1].cells["title"] == "街道"


def test_a_mark_of_utf_8_above_gb18030_is_only_a_mark(file):
    path = file(b"\xef\xbb\xbf" + (HEADER + "热线-1,井盖\n").encode("gb18030"))
    with open_table(path) as table:
        assert (table.header, next(iter(table)).cells["标题"]) == (["工单编号", "标题"], "井盖")


def test_a_line_of_utf_16_is_counted_though_characters_hold_its_byte(file):
    content = (HEADER + "1,上海\n2,").encode("utf-16") + b"\x00\xd8\x00\x00"
    assert str(refusal(file(content))) == "第 3 行：有不是 UTF-16-LE 的字节，请用 UTF-8 重新导出。"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "above", ["石景山区工单导出表\n", "导出时间：2026-11-22 08:15,导出人：王某\n\n", "工单,,,,,,\n说明\n"]
)
def test_a_title_above_the_header_is_passed_over(file, delimiter, above):
    above = above.replace(",", delimiter)
    header = delimiter.join(f"列{n}" for n in range(7))
    row = delimiter.join("甲乙丙丁戊己庚")
    with open_table(file(f"{above}{header}\n{row}\n")) as table:
        assert (len(table.header), table.header_line) == (7, above.count("\n") + 1)
        assert [row.line for row in table] == [table.header_line + 1]


def test_commas_in_the_texts_of_a_tabbed_file_part_nothing(file):
    rows = "".join(f"{n}\t一,二,三,四,五,六,七,八,九\t内容;有分号\n" for n in range(30))
    assert len(read(file("编号\t标题\t内容\n" + rows))) == 30


def test_one_wide_row_among_narrow_ones_is_the_wrong_one(file):
    rows = read(file("编号,标题\n1,甲\n2,乙,多,出,几,列,来\n3,丙\n"))
    assert [(type(row), row.line) for row in rows] == [(Row, 2), (BadRow, 3), (Row, 4)]


def test_lines_of_blanks_alone_are_no_rows(file):
    assert [row.line for row in read(file("编号,标题\n1,甲\n   \n\t\n , \u3000\n\n"))] == [2]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_that_which_parts_the_header(file, delimiter):
    path = file(f"编号{delimiter}标题{delimiter}说明\n1{delimiter}二{delimiter}三\n")
    assert read(path)[0].cells == {"编号": "1", "标题": "二", "说明": "三"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_one(file, end):
    assert [row.line for row in read(file(f"编号,标题{end}1,甲{end}2,乙{end}"))] == [2, 3]


def test_a_line_is_counted_as_a_person_sees_it(file):
    content = '\n编号,标题\n1,"第一行\n第二行"\n\n,\n2,乙'
    assert read(file(content)) == [
        Row(3, {"编号": "1", "标题": "第一行\n第二行"}),
        Row(7, {"编号": "2", "标题": "乙"}),
    ]


def test_a_row_of_another_width_is_told_and_the_rest_is_read(file):
    rows = read(file("编号,标题\n1\n2,乙,多\n3,丙,\n4,丁\n"))
    assert rows == [
        BadRow(2, "", "本行有 1 列，表头有 2 列。"),
        BadRow(3, "", "本行有 3 列，表头有 2 列。"),
        Row(4, {"编号": "3", "标题": "丙"}),
        Row(5, {"编号": "4", "标题": "丁"}),
    ]


def test_a_stray_quotation_mark_swallows_no_other_row(file):
    rows = read(file('编号,标题\n1,"甲"说\n2,乙\n3,"没有闭合\n4,丁\n'))
    assert [(type(row), row.line) for row in rows] == [(BadRow, 2), (Row, 3), (BadRow, 4)]
    assert rows[2].reason.endswith("本行至第 5 行都没有读入。")


def test_nul_bytes_are_told_by_line_and_column(file):
    assert read(file(b"no,title\n1,a\0b\n2,c\n")) == [
        BadRow(2, "title", "含有空字符（NUL）。"),
        Row(3, {"no": "2", "title": "c"}),
    ]


def test_a_cell_too_large_is_told_by_its_name(file):
    rows = read(file(f"编号,标题\n1,{'长' * 100_001}\n2,{'长' * 100_000}\n"))
    assert rows[0] == BadRow(2, "标题", "单元格有 100001 字，最多允许 100000 字。")
    assert rows[1].line == 3


@pytest.mark.parametrize("mark", ["", '"'])
def test_a_cell_of_ten_megabytes_ends_the_reading(file, mark):
    error = refusal(file(f"编号,标题\n1,甲\n2,{mark}{'长' * 10_000_000}{mark}\n3,丙\n"))
    assert str(error) == "第 3 行“标题”列：单元格超过 100000 字。"
    assert (error.line, error.column) == (3, "标题")


def test_a_quotation_mark_that_never_closes_ends_the_reading(file):
    error = refusal(file('编号,标题\n1,"甲\n' + "2,乙\n" * 600_000))
    assert (error.line, "引号没有闭合" in error.message) == (2, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的。"),
        (b"\n \n,,\n", "文件里没有内容。"),
        ("编号,标题,编号,标题\n", "第 1 行：表头重复：编号、标题。请给每列不同的名称。"),
        ("编号,,标题\n", "第 1 行第 2 列：表头为空，请填写这一列的名称或删去这一列。"),
        ("1,2025-03-29 10:00:00\n2,x\n", "第 1 行：没有表头：第一行像是数据。请在最上面加一行各列的名称。"),
        (",".join(f"列{n}" for n in range(200)), "第 1 行：有 200 列，最多允许 100 列。"),
        ("编号,标\0题\n", "第 1 行第 2 列：表头含有看不见的字符。"),
    ],
)
def test_a_header_that_is_none_is_refused(file, content, sentence):
    assert str(refusal(file(content))) == sentence


def test_a_wrong_byte_is_told_by_its_line(file):
    broken = (HEADER + "1,井盖缺失破损\n2,").encode() + b"\xff\n"
    assert str(refusal(file(broken))) == "第 3 行：有不是 UTF-8 的字节，请用 UTF-8 重新导出。"
    neither = "编号,标题\n1,井盖\n".encode("gb18030") + b"2,\x80\xff\n"
    assert refusal(file(neither)).line == 3


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        (b"%PDF-1.7\n", "PDF"),
        ("编号,标题\n".encode("utf-32"), "UTF-32"),
        ("<table></table>".encode("utf-16"), "网页"),
        (b"<html><table></table></html>", "网页"),
        (b'[{"a": 1}]', "JSON"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"PK\x05\x06" + b"\0" * 18, "压缩包"),
    ],
)
def test_another_format_is_known_by_its_content(file, content, word):
    assert word in str(refusal(file(content)))


def test_the_share_read_grows_to_one(file):
    with open_table(file("编号,标题\n" + "1,甲乙丙丁\n" * 100_000)) as table:
        rows = iter(table)
        next(rows)
        assert 0 < table.share_read < 0.9
        assert sum(1 for _ in rows) == 99_999
        assert table.share_read == 1


def test_memory_does_not_grow_with_the_file(file):
    path = file("编号,标题\n" + f"1,{'长' * 500}\n" * 20_000)
    tracemalloc.start()
    with open_table(path) as table:
        assert sum(isinstance(row, Row) for row in table) == 20_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000 < path.stat().st_size


@given(rows=st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=4), max_size=6))
def test_whatever_the_cells_are_every_line_is_read_or_told(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("fuzz") / "upload"
    content = io.StringIO()
    content.write("编号,标题\n")
    for row in rows:
        content.write(",".join(row) + "\n")
    path.write_text(content.getvalue(), newline="")
    with open_table(path) as table:  # whose header the cells may hold as well
        for row in table:
            assert row.reason if isinstance(row, BadRow) else list(row.cells) == table.header
            assert row.line > table.header_line


@given(content=st.binary(max_size=300))
def test_no_bytes_break_the_reader(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("fuzz") / "upload"
    path.write_bytes(content)
    with suppress(TableError):
        read(path)
