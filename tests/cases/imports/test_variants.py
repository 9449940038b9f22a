"""The same orders as another program would write them: whatever the form, the same cases come in."""

import csv
import io
import random
from datetime import datetime

import pytest
from openpyxl import Workbook

from cases.imports.results import Mode
from cases.models import Case
from tests.cases.imports.making import BEIJING, PETITION, bring, counts, order_row

ROWS = [order_row(n, 主要内容=f"第 {n} 次来电，\n路灯“不亮”；请处理,谢谢") for n in range(1, 6)]
PETITIONS = [
    {
        "message_id": n,
        "user_code": f"A{n:06}",
        "title": "路灯不亮",
        "created_at": datetime.fromisoformat(f"2019-02-28T11:25:0{n}"),
        "text": f"第 {n} 次反映",
        "reply": "已修复",
        "replied_at": datetime.fromisoformat("2019-03-09"),
    }
    for n in range(1, 6)
]


def text_of(rows, header, *, end="\r\n", delimiter=",", above="", below=""):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header, delimiter=delimiter, lineterminator=end, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return above + out.getvalue() + below


SHUFFLED = random.Random(1).sample(BEIJING, len(BEIJING))
SPARSE = ["工单编号", "标题", "主要内容", "回复内容", "办结时间", "被反映街乡镇"]


@pytest.mark.parametrize(
    "content",
    [
        text_of(ROWS, BEIJING).encode(),
        text_of(ROWS, SHUFFLED, end="\n").encode("gb18030"),
        text_of(ROWS, BEIJING, end="\r").encode("utf-8-sig"),
        text_of(ROWS, BEIJING, delimiter=";").encode(),
        text_of(ROWS, BEIJING, delimiter="\t").encode("utf-16"),
        ("\ufeff" + text_of(ROWS, SHUFFLED, delimiter="\t")).encode("gb18030"),
        b"\xef\xbb\xbf" + text_of(ROWS, BEIJING).encode("gb18030"),
        text_of(ROWS, BEIJING, below="\r\n\r\n ,,,\r\n").encode(),
        text_of(ROWS, BEIJING, above="工单导出表\r\n导出时间,2026-11-20\r\n\r\n").encode("gb18030"),
        text_of(ROWS, [*BEIJING[:9], "备注", *BEIJING[9:], "序号"]).encode(),
        text_of(ROWS, SPARSE).encode(),
    ],
)
def test_orders_come_in_from_whatever_text(town, tmp_path, content):
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    assert counts(bring(path, Mode.HISTORY)) == (5, 0, 0, 0)
    case = Case.objects.get(order_no="热线-261101-000003")
    assert case.content == "第 3 次来电，\n路灯“不亮”；请处理,谢谢"
    assert (case.state, case.street_id) == ("closed", town.area.streets[0].pk)


def book(*sheets, prepare=None):
    out, made = io.BytesIO(), Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if prepare:
        prepare(made)
    made.save(out)
    return out.getvalue()


def table(rows, header):
    return [header, *([row.get(column) for column in header] for row in rows)]


def hide_rows(made):
    made["工单"].row_dimensions[3].hidden = True
    made["工单"].auto_filter.ref = "A1:G6"


@pytest.mark.parametrize(
    "content",
    [
        book(("工单", table(PETITIONS, PETITION))),
        book(("工单", table(PETITIONS, [*reversed(PETITION)]))),
        book(("Sheet1", []), ("工单", [["网民留言"], [], *table(PETITIONS, PETITION)]), ("说明", [["列", "意义"]])),
        book(("封面", [["留言汇总"], ["制表人", "王某"]]), ("工单", table(PETITIONS, PETITION))),
        book(("工单", table(PETITIONS, PETITION)), prepare=hide_rows),
        text_of(PETITIONS, PETITION).encode(),
    ],
)
def test_messages_come_in_from_whatever_workbook(town, tmp_path, content):
    path = tmp_path / "messages"
    path.write_bytes(content)
    result = bring(path, Mode.HISTORY, report_path=tmp_path / "r.xlsx")
    assert (result.mapping, counts(result)) == ("petition_replied", (5, 0, 0, 0))
    case = Case.objects.get(order_no="3")
    assert case.received_at == datetime.fromisoformat("2019-02-28T11:25:03+08:00")
    assert case.replied_at == datetime.fromisoformat("2019-03-09T00:00:00+08:00")


def test_a_workbook_and_a_text_of_the_same_orders_are_the_same(town, tmp_path):
    rows = [row | {"办结时间": datetime.fromisoformat("2026-11-03T16:20")} for row in ROWS]
    (tmp_path / "orders.csv").write_text(text_of(ROWS, BEIJING), newline="")
    (tmp_path / "orders.xlsx").write_bytes(book(("工单", table(rows, SHUFFLED))))
    assert counts(bring(tmp_path / "orders.csv")) == (5, 0, 0, 0)
    assert counts(bring(tmp_path / "orders.xlsx")) == (0, 0, 5, 0)


def test_orders_on_a_second_sheet_are_told_of(town, tmp_path):
    path = tmp_path / "orders.xlsx"
    path.write_bytes(book(("上半年", table(ROWS[:3], BEIJING)), ("下半年", table(ROWS[3:], BEIJING))))
    result = bring(path, report_path=tmp_path / "r.xlsx")
    assert (counts(result), result.report_path) == ((3, 0, 0, 1), tmp_path / "r.xlsx")
