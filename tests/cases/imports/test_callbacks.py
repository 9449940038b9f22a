"""The city's own call-backs by file: what waits is concluded, what is closed keeps a record, nothing twice."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.imports.callbacks import import_callbacks
from cases.models import CallBack, Case, CaseEvent
from foundation.tables import open_table
from kernel.actors import Actor
from kernel.errors import Invalid, NotAllowed
from organizations.roles import Role
from tests import make
from tests.make import MORNING, at

HEADER = ["工单号", "回访时间", "是否联系上", "是否联系过(响应)", "是否解决", "是否满意", "说明"]
IMPORTER = Actor.system("import", "文件导入")
NOW = at("2026-11-27 09:00")


def row(order_no, when="2026-11-25 10:00:00", *answers, note=""):
    reached, contacted, solved, satisfied = answers or ("是", "是", "解决", "满意")
    return [order_no, when, reached, contacted, solved, satisfied, note]


@pytest.fixture
def bring(tmp_path):
    def bring(*rows, header=HEADER, now=NOW):
        path, report = tmp_path / "calls.csv", tmp_path / "report.xlsx"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        result = import_callbacks(path, actor=IMPORTER, now=now, report_path=report).as_json()
        return tuple(result[one] for one in ("read", "concluded", "recorded", "unchanged", "refused"))

    bring.report = tmp_path / "report.xlsx"
    return bring


def reasons(bring) -> list[list[str]]:
    with open_table(bring.report) as table:
        return [list(line.cells.values()) for line in table]


@pytest.fixture
def waiting(town):
    """Waits for its call-back since Tuesday ten o'clock, led by the first street."""

    def new(state="callback", **columns) -> Case:
        facts = {"lead": town.streets[0], "replied_at": at("2026-11-24 10:00")}
        facts |= {"call_after": at("2026-11-24 10:00")} if state == "callback" else {"closed_at": MORNING}
        return make.put(make.case(sender=town.city), state, **(facts | columns))

    return new


def test_a_waiting_case_is_concluded_with_the_citys_time(bring, waiting):
    case = waiting()
    assert bring(row(case.order_no, note="王某某很满意")) == (1, 1, 0, 0, 0)
    case.refresh_from_db()
    call = case.callbacks.get()
    assert (case.state, case.closing, call.way, call.at) == ("closed", "normal", "city", at("2026-11-25 10:00"))
    assert (call.was_contacted, call.solved, call.satisfied, call.is_imported) == (True, "yes", "satisfied", False)
    assert "王某某" not in call.note


def test_unsolved_begins_a_round_and_not_reached_waits_on(bring, waiting):
    unsolved, silent = waiting(), waiting()
    rows = [row(unsolved.order_no, "2026-11-25 10:00", "是", "否", "未解决", "不满意")]
    rows.append(row(silent.order_no, "2026-11-25 10:00", "否", "", "", ""))
    assert bring(*rows) == (2, 2, 0, 0, 0)
    unsolved.refresh_from_db()
    silent.refresh_from_db()
    assert (unsolved.state, unsolved.round) == ("handling", 2)
    assert (silent.state, silent.call_after) == ("callback", at("2026-11-27 13:00"))


def test_a_closed_case_keeps_a_record_and_stays_closed(bring, waiting):
    case = waiting("closed")
    assert bring(row(case.order_no, "2026-11-25 10:00", "是", "否", "部分解决", "非常不满意")) == (1, 0, 1, 0, 0)
    fresh, call = Case.objects.get(pk=case.pk), case.callbacks.get()
    assert (fresh.state, fresh.version, call.is_imported, call.solved) == ("closed", case.version + 1, True, "partly")
    assert CaseEvent.objects.filter(case=case, kind="callback_recorded").count() == 1


def test_the_same_file_again_changes_nothing(bring, waiting):
    rows = [row(waiting().order_no), row(waiting("closed").order_no)]
    rows += [row(waiting().order_no, "2026-11-25 10:00", "否", "", "", ""), rows[0]]
    assert bring(*rows) == (4, 2, 1, 1, 0)
    versions = list(Case.objects.order_by("pk").values_list("version", flat=True))
    assert bring(*rows) == (4, 0, 0, 4, 0)
    assert list(Case.objects.order_by("pk").values_list("version", flat=True)) == versions
    assert CallBack.objects.count() == 3


def test_what_cannot_be_is_reported_by_line(bring, waiting):
    case, closed = waiting(), waiting("closed")
    handling = make.put(waiting(), "handling", call_after=None)
    bring(row(closed.order_no))
    told = bring(
        row("没有这单"),
        row(handling.order_no),
        row(case.order_no, "2026-11-24 09:00"),
        row(case.order_no, "2026-11-28 09:00"),
        row(case.order_no, "2026-11-25"),
        row(case.order_no, "2026-11-25 10:00", "是", "", "解决", "满意"),
        row(case.order_no, "2026-11-25 10:00", "是", "是", "大概", "满意"),
        row(closed.order_no, "2026-11-25 10:00", "是", "是", "未解决", "满意"),
        row(""),
    )
    assert told == (9, 0, 0, 0, 9)
    assert [line[:2] for line in reasons(bring)] == [
        ["2", ""], ["3", ""], ["4", ""], ["5", "回访时间"], ["6", "回访时间"], ["7", "是否联系过(响应)"],
        ["8", "是否解决"], ["9", ""], ["10", "工单号"],
    ]  # fmt: skip
    words = " ".join(line[2] for line in reasons(bring))
    for said in ("没有工单号为“没有这单”", "办理中", "早于这一轮的回复", "在将来", "写到时分", "结果不同", "为空"):
        assert said in words
    assert Case.objects.get(pk=case.pk).version == case.version


def test_other_names_of_the_columns_are_known_and_missing_ones_are_named(bring, waiting):
    header = ["热线工单号", "回访完成时间", "接通情况", "响应", "解决情况", "满意度", "备注"]
    assert bring(row(waiting().order_no), header=header) == (1, 1, 0, 0, 0)
    with pytest.raises(Invalid) as wrong:
        bring(["x", "y"], header=["工单号", "说明"])
    assert "回访时间、是否联系过、是否解决、是否满意" in wrong.value.message


def test_only_who_calls_back_may_bring_them_in(town, tmp_path):
    with pytest.raises(NotAllowed):
        import_callbacks(tmp_path / "x.csv", actor=make.person(town.centre, Role.DISPATCHER), now=NOW)


def test_the_command_tells_in_json_and_in_words(waiting, tmp_path, time_machine):
    time_machine.move_to(NOW)
    path = tmp_path / "calls.csv"
    path.write_text("\n".join(",".join(one) for one in (HEADER, row(waiting().order_no))), encoding="gb18030")
    out = StringIO()
    call_command("import_callbacks", path, "--json", report=tmp_path / "r.xlsx", stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue()) == {
        "read": 1, "concluded": 1, "recorded": 0, "unchanged": 0, "refused": 0, "report": None,
    }  # fmt: skip
    again = StringIO()
    call_command("import_callbacks", path, report=tmp_path / "r.xlsx", stdout=again, stderr=StringIO())
    assert "读入 1 行：办结或重办 0、补记 0、未变 1、未导入 0" in again.getvalue()
    with pytest.raises(CommandError):
        call_command("import_callbacks", tmp_path / "none.csv", report=tmp_path / "r.xlsx", stderr=StringIO())
