"""Run twice, two at once, ended in the middle: in the end each order is there once and whole."""

import threading

import pytest
from django.db import connection, connections
from openpyxl import load_workbook

from cases.imports import importing
from cases.imports.conveyor import Conveyor
from cases.imports.results import Mode
from cases.models import CallBack, Case, CaseClock, CaseEvent, ImportedHistory, Requester
from notices.models import OutboxEntry
from tests.cases.imports.making import bring, counts, order_row
from tests.conftest import build_town

MODES = [Mode.LIVE, Mode.HISTORY]


def whole(mode: Mode, number: int) -> bool:
    """Every case has what hangs on it, once."""
    extra = (CaseClock.objects.count(), OutboxEntry.objects.count(), CallBack.objects.count())
    ends = ImportedHistory.objects.count()
    wanted = (2 * number, number, 0, 0) if mode == Mode.LIVE else (0, 0, number, number)
    events = number * (1 if mode == Mode.LIVE else 4)
    return (Case.objects.count(), Requester.objects.count()) == (number, number) and (
        (*extra, ends, CaseEvent.objects.count()) == (*wanted, events)
    )


@pytest.mark.parametrize("mode", MODES)
def test_run_twice_nothing_changes(town, orders_file, mode):
    path = orders_file([order_row(n) for n in range(5)])
    assert counts(bring(path, mode)) == (5, 0, 0, 0)
    before = list(Case.objects.order_by("pk").values())
    assert counts(bring(path, mode)) == (0, 0, 5, 0)
    assert list(Case.objects.order_by("pk").values()) == before
    assert whole(mode, 5)


@pytest.mark.parametrize("mode", MODES)
def test_a_dry_run_says_what_would_happen_and_writes_nothing(town, orders_file, mode):
    bring(orders_file([order_row(1), order_row(2)]), mode)
    before = list(Case.objects.order_by("pk").values())
    path = orders_file([order_row(1), order_row(2, 标题="改了"), order_row(3), order_row(4, 标题="")])
    result = bring(path, mode, dry_run=True)
    assert counts(result) == (1, 1, 1, 1)
    assert list(Case.objects.order_by("pk").values()) == before
    assert result.report_path.exists()


def test_a_number_twice_in_one_file_counts_once_and_never_twice_differently(town, orders_file):
    path = orders_file([order_row(1), order_row(1), order_row(1, 标题="别的")])
    for created in (1, 0):
        result = bring(path)
        assert counts(result) == (created, 0, 2 - created, 1)
    sheet = load_workbook(result.report_path).active
    assert [[c.value for c in row] for row in sheet.iter_rows(min_row=2)] == [
        [4, "工单编号", "与第 2 行的工单号相同而内容不同"]
    ]


def test_good_rows_come_in_and_bad_ones_are_reported_with_line_field_and_reason(town, orders_file):
    rows = [order_row(1), order_row(2, 标题="", 办结时间="某日"), order_row(3)]
    result = bring(orders_file(rows), Mode.HISTORY)
    assert counts(result) == (2, 0, 0, 1)
    sheet = load_workbook(result.report_path).active
    table = [[c.value for c in row] for row in sheet.iter_rows()]
    assert table[0] == ["行号", "字段", "原因"]
    assert [row[:2] for row in table[1:]] == [[3, "标题"], [3, "办结时间"]]
    told = str(table)
    assert "王某某" not in told
    assert "19900001234" not in told


def test_without_a_refused_row_there_is_no_report(town, orders_file):
    result = bring(orders_file([order_row(1)]))
    assert result.report_path is None
    assert result.as_json() == {
        "read": 1, "created": 1, "updated": 0, "unchanged": 0, "refused": 0, "report": None
    }  # fmt: skip


class Ended(Exception):
    pass


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", MODES)
def test_ended_in_the_middle_and_run_again_it_completes(orders_file, monkeypatch, mode):
    build_town()
    monkeypatch.setattr(importing, "BATCH", 10)
    path = orders_file([order_row(n) for n in range(45)])

    def end(read: int, share: float) -> None:
        if Case.objects.count() >= 20:
            raise Ended

    with pytest.raises(Ended):
        bring(path, mode, progress=end)
    came = Case.objects.count()
    assert 20 <= came < 45
    assert came % 10 == 0
    assert whole(mode, came)
    assert counts(bring(path, mode)) == (45 - came, 0, came, 0)
    assert whole(mode, 45)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", MODES)
def test_two_at_once_bring_each_order_once(orders_file, monkeypatch, mode):
    build_town()
    monkeypatch.setattr(importing, "BATCH", 7)
    forward = [order_row(n) for n in range(60)]
    paths = [orders_file(forward, name="a.csv"), orders_file(forward[::-1], name="b.csv")]
    results, errors, start = [], [], threading.Barrier(2)

    def run(path) -> None:
        start.wait()
        try:
            results.append(bring(path, mode))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sum(result.created for result in results) == 60
    assert sum(result.unchanged for result in results) == 60
    assert whole(mode, 60)


@pytest.mark.django_db(transaction=True)
def test_progress_grows_to_the_end_of_the_file(orders_file, monkeypatch):
    build_town()
    monkeypatch.setattr(importing, "BATCH", 10)
    told = []
    bring(orders_file([order_row(n) for n in range(35)]), progress=lambda read, share: told.append((read, share)))
    assert told == sorted(told)
    assert told[-1] == (35, 1.0)


@pytest.mark.django_db(transaction=True)
def test_the_writing_thread_takes_its_connection_with_it():
    def work():
        connection.ensure_connection()
        return connections["default"]

    with Conveyor() as conveyor:
        conveyor.put(work)
        its_own = conveyor.end()
        assert its_own.connection is not None
    assert its_own is not connections["default"]
    assert its_own.connection is None
