"""A year's file is read as a whole; whatever is wrong is named by its entry."""

import json
from datetime import date

import pytest

from deadlines.calendar import Day, DayKind
from deadlines.year_file import MOST_BYTES, read_year
from kernel.errors import Invalid

NEW_YEAR = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}


def file_of(*entries, year=2027, **more):
    return json.dumps({"year": year, "days": list(entries), **more}).encode()


def sentences(content):
    with pytest.raises(Invalid) as refused:
        read_year(content, file_name="2027.json")
    assert refused.value.code == "bad_year_file"
    return [error.message for error in refused.value.errors]


def test_days_off_and_make_up_days_are_read_with_their_notice():
    made_up = {"name": "元旦", "date": "2027-01-03", "isOffDay": False}
    read = read_year(file_of(NEW_YEAR, made_up, papers=["https://www.gov.cn/zhengce/1.htm"]), file_name="x.json")
    assert (read.year, read.source) == (2027, "www.gov.cn/zhengce/1.htm")
    assert read.days == {
        date(2027, 1, 1): Day(DayKind.OFF_DAY, "元旦"),
        date(2027, 1, 3): Day(DayKind.MAKE_UP_WORKDAY, "元旦"),
    }


def test_a_file_without_notice_names_itself_as_the_source():
    assert read_year(file_of(NEW_YEAR), file_name="2027.json").source == "2027.json"


def test_new_years_holiday_may_begin_in_the_december_before():
    read = read_year(file_of(NEW_YEAR | {"date": "2026-12-31"}), file_name="x")
    assert list(read.days) == [date(2026, 12, 31)]


def test_a_mark_at_the_beginning_of_the_file_is_no_mistake():
    assert read_year(b"\xef\xbb\xbf" + file_of(NEW_YEAR), file_name="x").year == 2027


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (NEW_YEAR | {"date": "2026-11-30"}, "第 1 条 2026-11-30：不是 2027 年的日期。"),
        (NEW_YEAR | {"date": "2028-01-01"}, "第 1 条 2028-01-01：不是 2027 年的日期。"),
        (NEW_YEAR | {"isOffDay": "yes"}, "第 1 条 2027-01-01：isOffDay 应为 true（休息）或 false（上班）。"),
        (NEW_YEAR | {"name": " "}, "第 1 条 2027-01-01：名称（name）应为 1 到 40 个字，不含看不见的字符。"),
        (NEW_YEAR | {"name": "元\0旦"}, "第 1 条 2027-01-01：名称（name）应为 1 到 40 个字，不含看不见的字符。"),
        (NEW_YEAR | {"name": "\ud800"}, "第 1 条 2027-01-01：名称（name）应为 1 到 40 个字，不含看不见的字符。"),
        (
            {"name": "元旦", "date": "1 月 1 日"},
            '第 1 条 {"name": "元旦", "date": "1 月 1 日"}：日期应写成 2026-01-01。',
        ),
        ({"name": "元旦", "date": 5}, '第 1 条 {"name": "元旦", "date": 5}：日期应写成 2026-01-01。'),
        ("元旦", '第 1 条 "元旦"：应为对象，含 name、date、isOffDay。'),
    ],
)
def test_a_wrong_entry_is_named(entry, sentence):
    assert sentences(file_of(entry)) == [sentence]


def test_every_wrong_entry_is_named_at_once():
    wrong = NEW_YEAR | {"date": "2025-05-01"}
    assert sentences(file_of(NEW_YEAR, NEW_YEAR, wrong)) == [
        "第 2 条 2027-01-01：这一天出现了两次。",
        "第 3 条 2025-05-01：不是 2027 年的日期。",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "文件不是 JSON（第 1 行）。"),
        (b"[" * 100_000, "文件不是 JSON。"),
        (b"\xff\xfe", "文件不是 UTF-8 编码。"),
        (b"[]", "文件应为一个 JSON 对象，含 year 和 days。"),
        (b'{"days": []}', "文件没有写明年份（year），应为 2000 到 2100。"),
        (b'{"year": true, "days": []}', "文件没有写明年份（year），应为 2000 到 2100。"),
        (b'{"year": 2027, "days": {}}', "文件没有日期列表（days）。"),
        (b'{"year": 2027, "days": []}', "2027 年的文件里没有日期，安排可能尚未公布。"),
        (b" " * (MOST_BYTES + 1), "文件超过 256 KB，不是一年的节假日数据。"),
    ],
)
def test_what_is_no_years_file_is_told_in_one_sentence(content, sentence):
    assert sentences(content) == [sentence]
