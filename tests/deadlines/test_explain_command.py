import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from deadlines.management.commands.explain_deadline import Command
from deadlines.models import CalendarDay
from tests.deadlines.test_vectors import VECTORS
from tests.make import load_calendar

START = "--start=2025-03-14T14:00:00+08:00"


def run(*arguments, capsys):
    call_command("explain_deadline", *arguments)
    return capsys.readouterr().out.splitlines()


def test_it_prints_the_due_instant(db, capsys):
    assert run(START, "--kind=work_hour", "--n=8", capsys=capsys) == ["2025-03-17T14:00:00+08:00"]


def test_a_statutory_end_reads_24_o_clock(db, capsys):
    assert run(START, "--kind=legal_day", "--n=1", capsys=capsys) == ["2025-03-17T24:00:00+08:00"]


def test_json_is_one_object_with_the_due_instant(db, capsys):
    (line,) = run(START, "--kind=legal_day", "--n=1", "--json", capsys=capsys)
    assert json.loads(line) == {"due": "2025-03-18T00:00:00+08:00"}


def test_pauses_are_given_side_by_side_or_again_and_again(db, capsys):
    first, second = "2025-03-14T15:00:00+08:00/2025-03-14T16:00:00+08:00", "2025-03-17T09:00:00Z/2025-03-18T01:00:00Z"
    together = run(START, "--kind=work_hour", "--n=10", "--pause", first, second, "--json", capsys=capsys)
    apart = run(START, "--kind=work_hour", "--n=10", f"--pause={first}", f"--pause={second}", "--json", capsys=capsys)
    assert together == apart == ['{"due": "2025-03-17T17:00:00+08:00"}']


def test_verbosity_2_tells_every_day(db, capsys):
    told = run(START, "--kind=work_hour", "--n=5", "-v", "2", capsys=capsys)
    assert (len(told), told[-1]) == (5, "2025-03-17T10:00:00+08:00")


def test_it_counts_by_the_calendar_of_the_database(db, capsys):
    load_calendar()
    CalendarDay.objects.create(calendar_id=CalendarDay.objects.first().calendar_id, day="2025-03-17", kind="off_day")
    assert run(START, "--kind=work_hour", "--n=8", capsys=capsys) == ["2025-03-18T14:00:00+08:00"]


def test_a_due_time_in_a_year_without_data_is_called_provisional(db, capsys):
    call_command("explain_deadline", "--start=2026-12-30T10:00:00+08:00", "--kind=work_day", "--n=5")
    assert "2026" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--start=2025-03-14T14:00:00", "--kind=work_hour", "--n=8"],
        ["--start=yesterday", "--kind=work_hour", "--n=8"],
        [START, "--kind=work_hour", "--n=many"],
        [START, "--kind=legal_day", "--n=1.5"],
        [START, "--kind=work_hour"],
        [START, "--kind=work_hour", "--n=1", "--pause=2025-03-14T15:00:00+08:00"],
        ["--vectors=/nowhere.json"],
    ],
)
def test_nonsense_gets_one_clear_line(db, arguments):
    with pytest.raises(CommandError) as refused:
        call_command("explain_deadline", *arguments)
    assert len(str(refused.value).splitlines()) == 1


def test_a_file_of_right_vectors_passes(db, capsys):
    told = run(f"--vectors={Path(__file__).parent / 'vectors.json'}", capsys=capsys)
    assert told == [f"{len(VECTORS)} checked, 0 wrong"]


def test_wrong_vectors_are_printed_and_fail_the_command(db, capsys, tmp_path):
    right = {"id": "a", "op": "worktime", "start": "2025-03-12T09:00:00+08:00", "end": "2025-03-12T10:00:00+08:00"}
    (tmp_path / "v.json").write_text(json.dumps([right | {"seconds": 3600}, right | {"id": "b", "seconds": 1}]))
    with pytest.raises(SystemExit) as ended:
        call_command("explain_deadline", f"--vectors={tmp_path / 'v.json'}")
    assert ended.value.code == 1
    assert capsys.readouterr().out.splitlines() == ["b: expected 1, got 3600", "2 checked, 1 wrong"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([START, "--kind=work_hour", "--n=8"], 0),
        ([START, "--kind=legal_day", "--n=1.5"], 1),
        ([START, "--kind=work_hour", "--n=8", "--pause=2025-03-14T15:00:00+08:00"], 2),
        (["--start=2025-03-14T14:00:00", "--kind=work_hour", "--n=8"], 2),
        (["--vectors=/nowhere.json"], 1),
    ],
)
def test_the_exit_status_tells_success_a_refusal_and_a_typing_error(db, monkeypatch, arguments, status):
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)
    try:
        Command().run_from_argv(["manage.py", "explain_deadline", *arguments])
        ended = 0
    except SystemExit as exit_:
        ended = exit_.code
    assert ended == status


@pytest.mark.parametrize(
    ("start", "kind"), [("9999-12-31T00:00:00+08:00", "natural_day"), ("0001-01-01T00:00:00+14:00", "work_day")]
)
def test_a_day_that_cannot_be_counted_to_is_one_sentence(db, start, kind):
    with pytest.raises(CommandError, match="超出可计算的范围"):
        call_command("explain_deadline", f"--start={start}", f"--kind={kind}", "--n=10")


@pytest.mark.parametrize("content", ["[1]", "{}", '"x"'])
def test_a_file_of_no_examples_is_one_sentence(db, tmp_path, content):
    path = tmp_path / "v.json"
    path.write_text(content)
    with pytest.raises(CommandError, match="no list of objects"):
        call_command("explain_deadline", f"--vectors={path}")
