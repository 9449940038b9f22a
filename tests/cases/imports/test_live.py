"""`--as live`: an order of a file comes in as if it had been posted."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions.dispatch_waiting import dispatch_waiting
from cases.actions.receive import receive
from cases.imports import mappings
from cases.models import Case, CaseClock, CaseEvent, ClockLimit, FilingStandard, Requester
from cases.queries.search import matching
from kernel.errors import NotAllowed
from notices.models import OutboxAudience, OutboxEntry
from organizations.roles import Role
from tests import make
from tests.cases.imports.making import bring, counts, order_row
from tests.cases.imports.test_reading import reader
from tests.make import NOON

# Each row has its own keys and number; a queue position comes after the commit.
OWN = {"id", "case_id", "case_no", "order_no", "entry_id", "subject_id", "fingerprint"}


def rows(queryset) -> list[dict]:
    return [{k: v for k, v in row.items() if k not in OWN} for row in queryset.order_by("pk").values()]


def left_by(case: Case) -> dict[str, list[dict]]:
    """Every row that hangs on a case."""
    told = OutboxEntry.objects.filter(subject_kind="case", subject_id=case.case_no)
    return {
        "case": rows(Case.objects.filter(pk=case.pk)),
        "clocks": rows(case.clocks),
        "events": rows(case.events),
        "parties": rows(case.parties),
        "outbox": rows(told),
        "audience": rows(OutboxAudience.objects.filter(entry__in=told)),
        "requester": rows(Requester.objects.filter(case=case)),
    }


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"问题分类": "占道经营"},
        {"被反映街乡镇": "", "村/社区": "", "小区点位": ""},
        {"被反映区": "房山区", "被反映街乡镇": "张坊镇", "村/社区": ""},
        {"来电人": "保密", "来电人电话/账号": "保密"},
        {"主要内容": '含"引号"、\\反斜杠、\t制表\n和换行', "标题": "\\N"},
        {"小区点位": "柳荫路与松涛路交口"},
    ],
    ids=["usual", "category", "nowhere", "outside", "secret", "odd characters", "crossing"],
)
def test_an_order_in_a_file_leaves_the_rows_that_receive_leaves(town, orders_file, cells):
    draft = reader(categories=_names(), with_endings=False).read(2, order_row(1, **cells))
    actor = make.person(town.centre, Role.INTAKE_OPERATOR)
    real = receive(draft.order, actor=actor, now=NOON).case
    Case.objects.filter(pk=real.pk).update(received_precision="day")  # what an order alone cannot say

    twin = order_row(2, **({"主要内容": order_row(1)["主要内容"]} | cells))
    assert counts(bring(orders_file([twin]), actor=actor)) == (1, 0, 0, 0)
    imported = Case.objects.get(order_no=twin["工单编号"])

    assert left_by(imported) == left_by(real)
    assert imported.requester.phone == real.requester.phone


def test_limits_by_a_calendar_of_their_own_start_the_clocks_alike(town, orders_file):
    shifts = make.seven_days()
    for row in (*ClockLimit.objects.filter(clock_kind="dispatch"), *FilingStandard.objects.filter(flow="hotline")):
        row.calendar = shifts
        row.save()
    actor = make.person(town.centre, Role.INTAKE_OPERATOR)
    draft = reader(categories=_names(), with_endings=False).read(2, order_row(1))
    real = receive(draft.order, actor=actor, now=NOON).case
    Case.objects.filter(pk=real.pk).update(received_precision="day")  # what an order alone cannot say
    twin = order_row(2, 主要内容=order_row(1)["主要内容"])
    assert counts(bring(orders_file([twin]), actor=actor)) == (1, 0, 0, 0)
    assert left_by(Case.objects.get(order_no=twin["工单编号"])) == left_by(real)
    assert set(real.clocks.values_list("kind", "calendar")) == {("dispatch", "shifts"), ("handle", "shifts")}


def _names():
    from cases.imports.naming import CategoryNames
    from kernel.times import local_date

    return CategoryNames(local_date(NOON))


def test_orders_with_a_limit_of_their_own_and_of_inspectors_are_received_alike(town, tmp_path, orders_file):
    columns = {
        "order_no": "号",
        "title": "题",
        "content": "文",
        "received_at": "到",
        "reply_due_at": "限",
        "source": "源",
    }
    mappings.save("mine", title="我的", columns={"columns": columns}, actor=_system(), now=NOON)
    row = {"题": "路灯", "文": "不亮", "到": "2026-11-24 09:00", "限": "2026-11-30 18:00"}
    actor = make.person(town.centre, Role.INTAKE_OPERATOR)
    for number, source in enumerate(("12345 热线", "监督员上报")):
        cells = {**row, "号": f"A{number}", "源": source}
        mapping = mappings.read("mine")
        order = reader(mapping, header=list(cells), with_endings=False).read(2, cells).order
        real = receive(order, actor=actor, now=NOON).case
        path = orders_file([{**cells, "号": f"B{number}"}], header=list(cells), name=f"{number}.csv")
        assert counts(bring(path, mapping="mine", actor=actor)) == (1, 0, 0, 0)
        assert left_by(Case.objects.get(order_no=f"B{number}")) == left_by(real)


def _system():
    from tests.cases.imports.making import IMPORTER

    return IMPORTER


def test_what_came_in_is_dispatched_by_the_sweep_and_found_by_its_words(town, orders_file):
    bring(orders_file([order_row(n) for n in range(3)]))
    assert dispatch_waiting(now=NOON + timedelta(seconds=2)).dispatched == 3
    assert set(Case.objects.values_list("lead", flat=True)) == {town.streets[0].pk}
    assert matching(Case.objects.all(), "路灯不亮").count() == 3


def test_located_orders_are_counted_by_precision(town, orders_file):
    outside = {"被反映街乡镇": "张坊镇", "村/社区": ""}
    result = bring(orders_file([order_row(1), order_row(2, 小区点位="柳荫路与松涛路交口"), order_row(3, **outside)]))
    assert result.by_precision == {"community": 1, "crossing": 1, "none": 1, "outside": 1}


def test_changed_content_of_a_known_number_is_the_senders_change(town, orders_file):
    bring(orders_file([order_row(1)]))
    result = bring(orders_file([order_row(1, 主要内容="又不亮了")]))
    assert counts(result) == (0, 1, 0, 0)
    case = Case.objects.get()
    assert (case.content, case.version) == ("又不亮了", 2)
    assert list(case.events.order_by("id").values_list("kind", flat=True)) == ["received", "order_changed"]


def test_a_change_that_a_rule_forbids_goes_to_the_report(town, orders_file):
    bring(orders_file([order_row(1)]))
    make.put(Case.objects.get(), "cancelled", closed_at=NOON)
    result = bring(orders_file([order_row(1, 主要内容="又不亮了")]))
    assert counts(result) == (0, 0, 0, 1)
    assert Case.objects.get().content != "又不亮了"


def test_whoever_may_not_import_brings_in_nothing(town, orders_file):
    with pytest.raises(NotAllowed):
        bring(orders_file([order_row(1)]), actor=make.person(town.streets[0], Role.STREET_OPERATOR))
    assert Case.objects.count() == 0


def test_the_number_of_statements_does_not_grow_with_the_orders(town, orders_file):
    few, many = orders_file([order_row(n) for n in range(3)]), [order_row(n) for n in range(100, 300)]
    with CaptureQueriesContext(
        connection,
    ) as first:
        bring(few)
    with CaptureQueriesContext(connection) as second:
        bring(orders_file(many, name="many.csv"))
    assert len(second) <= len(first)
    assert CaseClock.objects.count() == 2 * CaseEvent.objects.count() == 406
