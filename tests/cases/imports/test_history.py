"""`--as history`: finished cases with their replies and answers; no clock runs, nobody is told."""

import pytest

from cases.actions.dispatch import dispatch
from cases.actions.dispatch_waiting import dispatch_waiting
from cases.imports.results import Mode
from cases.models import CallBack, Case, CaseClock, ImportedHistory
from notices.models import Notice, OutboxEntry
from organizations.roles import Role
from tests import make
from tests.cases.imports.making import PETITION, bring, counts, order_row
from tests.make import NOON, at

OPEN = {"工单状态": "办理中", "回复内容": "", "办结时间": "", "是否解决": "", "是否满意": ""}


def remember(path, **facts):
    return bring(path, Mode.HISTORY, **facts)


def course(case: Case) -> list[tuple]:
    return list(case.events.order_by("id").values_list("kind", "at"))


def test_a_finished_order_comes_with_reply_answers_and_times(town, orders_file):
    assert counts(remember(orders_file([order_row(1)]))) == (1, 0, 0, 0)
    case, done = Case.objects.get(), at("2026-11-03 16:20")
    assert (case.state, case.closed_at, case.replied_at) == ("closed", done, done)
    assert (case.received_at, case.received_precision) == (at("2026-11-01 00:00"), "day")
    assert (case.street_id, case.lead_id, case.due_at) == (town.area.streets[0].pk, None, None)
    kinds = [("received", case.received_at), ("replied", done), ("called_back", done), ("closed", done)]
    assert course(case) == kinds
    assert case.events.get(kind="replied").text == "回复：已修复"
    call = case.callbacks.get()
    assert (call.is_reached, call.solved, call.satisfied, call.was_contacted) == (True, "yes", "satisfied", None)
    assert call.is_imported


def test_no_clock_runs_and_nobody_is_told(town, orders_file):
    remember(orders_file([order_row(1), order_row(2, **OPEN)]))
    assert (CaseClock.objects.count(), OutboxEntry.objects.count(), Notice.objects.count()) == (0, 0, 0)
    assert dispatch_waiting(now=NOON).dispatched == 0


def test_what_the_file_calls_open_waits_for_a_person(town, orders_file):
    remember(orders_file([order_row(1, **OPEN)]))
    case = Case.objects.get()
    assert (case.state, case.is_held, case.closed_at) == ("pending_dispatch", True, None)
    assert "请人工接办" in case.hold_reason


def test_without_any_end_in_the_file_the_past_is_over_with_its_receipt(town, orders_file):
    row = {"message_id": "188006", "title": "题", "created_at": "2019-02-28 11:25:05", "text": "文", "user_code": "A1"}
    remember(orders_file([row], header=PETITION))
    case = Case.objects.get()
    assert (case.order_no, case.source, case.state) == ("188006", "other", "closed")
    assert case.closed_at == case.received_at
    assert (case.received_precision, case.requester.name) == ("second", "A1")


@pytest.mark.parametrize(
    ("solved", "satisfied", "kept"),
    [
        ("部分解决", "基本满意", ("partly", "basically")),
        ("未解决", "未评价", ("no", "")),
        ("", "不满意", ("", "dissatisfied")),
    ],
)
def test_call_back_answers_come_as_far_as_the_file_has_them(town, orders_file, solved, satisfied, kept):
    remember(orders_file([order_row(1, 是否解决=solved, 是否满意=satisfied)]))
    call = CallBack.objects.get()
    assert (call.solved, call.satisfied) == kept


def test_without_answers_nobody_was_called_back(town, orders_file):
    remember(orders_file([order_row(1, 是否解决="", 是否满意="未评价")]))
    assert CallBack.objects.count() == 0
    assert Case.objects.get().extra["是否满意"] == "未评价"


def test_a_long_reply_is_kept_whole(town, orders_file):
    reply = "回" * 3000
    remember(orders_file([order_row(1, 回复内容=reply)]))
    event = Case.objects.get().events.get(kind="replied")
    assert (len(event.text), event.data["reply"]) == (500, reply)


def test_an_end_before_the_receipt_is_kept_and_said(town, orders_file):
    remember(orders_file([order_row(1, 办结时间="2026-10-01 10:00:00")]))
    case = Case.objects.get()
    assert case.closed_at == at("2026-10-01 10:00")
    assert "早于接收时间" in case.events.get(kind="closed").text


def test_another_end_in_a_later_file_corrects_the_record(town, orders_file):
    remember(orders_file([order_row(1, **OPEN)], name="march.csv"))
    result = remember(orders_file([order_row(1)], name="april.csv"))
    assert counts(result) == (0, 1, 0, 0)
    case = Case.objects.get()
    assert (case.state, case.is_held, case.version) == ("closed", False, 2)
    kinds = [kind for kind, _at in course(case)]
    assert kinds == ["received", "order_changed", "replied", "called_back", "closed"]
    assert ImportedHistory.objects.get().file_name == "april.csv"
    assert counts(remember(orders_file([order_row(1)]))) == (0, 0, 1, 0)

    remember(orders_file([order_row(1, 是否满意="不满意", 来电人="李某")]))
    assert CallBack.objects.get().satisfied == "dissatisfied"
    assert Case.objects.get().requester.name == "李某"
    assert OutboxEntry.objects.count() == 0


def test_what_was_handled_here_no_history_writes_over(town, orders_file):
    bring(orders_file([order_row(1)]))
    before = Case.objects.values().get()
    result = remember(orders_file([order_row(1, 标题="改写")]))
    assert counts(result) == (0, 0, 0, 1)
    assert Case.objects.values().get() == before


def test_an_open_order_of_the_past_that_a_person_took_up_is_handled_here(town, orders_file):
    remember(orders_file([order_row(1, **OPEN)]))
    dispatcher = make.person(town.centre, Role.DISPATCHER)
    dispatch(Case.objects.get().pk, target=town.streets[0], actor=dispatcher, now=NOON)
    assert counts(remember(orders_file([order_row(1)]))) == (0, 0, 0, 1)
    assert Case.objects.get().state == "dispatched"


def test_the_same_order_posted_again_is_known(town, orders_file):
    remember(orders_file([order_row(1)]))
    result = bring(orders_file([order_row(1)]))
    assert (result.created, result.refused) == (0, 1)
    assert Case.objects.count() == 1
