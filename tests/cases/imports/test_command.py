import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case
from tests.cases.imports.making import BEIJING, order_row


def command(*arguments: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_orders", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_json_is_the_last_word_and_progress_goes_beside_it(town, orders_file, tmp_path, encoding):
    path = orders_file([order_row(1), order_row(2, 标题="")], encoding=encoding)
    report = tmp_path / "report.xlsx"
    out, err = command(path, "--as", "history", "--json", "--report", report)
    told = {"read": 2, "created": 1, "updated": 0, "unchanged": 0, "refused": 1, "report": str(report)}
    assert json.loads(out) == told
    assert report.exists()
    assert "已读 2 行" in err
    assert Case.objects.get().title == "路灯不亮"


def test_without_json_it_tells_in_words(town, orders_file, tmp_path):
    out, _err = command(orders_file([order_row(1)]), "--report", tmp_path / "r.xlsx")
    assert "读入 1 行：新增 1、更改 0、未变 0、未导入 0" in out
    assert "社区 1" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--mapping", "none"], "没有名为“none”"),
        ([], "认不出这种表头"),
        (["--mapping", "beijing12345"], "缺少必需的列"),
    ],
)
def test_a_file_it_cannot_read_is_one_clear_sentence(town, orders_file, arguments, words):
    path = orders_file([{"日期": "1", "金额": "2"}], header=["日期", "金额"])
    with pytest.raises(CommandError, match=words):
        command(path, *arguments)


@pytest.mark.parametrize(("name", "words"), [("none.csv", "找不到文件"), ("", "这是文件夹")])
def test_a_file_that_is_not_there_is_one_clear_sentence(town, tmp_path, name, words):
    with pytest.raises(CommandError, match=words):
        command(tmp_path / name)


@pytest.mark.parametrize("report", ["", "no/such/report.xlsx"])
def test_a_report_that_cannot_be_written_is_told_before_anything_is(town, orders_file, tmp_path, report):
    with pytest.raises(CommandError, match=r"文件夹"):
        command(orders_file([order_row(1)]), "--report", tmp_path / report)
    assert Case.objects.count() == 0


def test_where_the_current_folder_is_read_only_the_report_goes_aside(town, orders_file, tmp_path, monkeypatch):
    monkeypatch.setattr("foundation.paths.os.access", lambda *_asked: False)
    monkeypatch.setattr("foundation.paths.tempfile.tempdir", str(tmp_path))
    out, _err = command(orders_file([order_row(1, 标题="")]), "--json")
    assert json.loads(out)["report"] == str(tmp_path / "orders-未导入.xlsx")


def test_an_empty_file_is_one_clear_sentence(town, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    with pytest.raises(CommandError):
        command(path)
    assert Case.objects.count() == 0


def test_an_xlsx_is_read_like_a_csv(town, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(BEIJING)
    book.active.append([order_row(1).get(column, "") for column in BEIJING])
    book.save(tmp_path / "orders.xlsx")
    out, _err = command(tmp_path / "orders.xlsx", "--as", "history", "--json")
    assert json.loads(out)["created"] == 1
    assert Case.objects.get().state == "closed"
