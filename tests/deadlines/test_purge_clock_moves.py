from datetime import timedelta

from deadlines.actions import purge_clock_moves as purging
from deadlines.actions.purge_clock_moves import purge_clock_moves
from deadlines.models import ClockMove
from tests.make import MORNING


def move(at):
    times = dict.fromkeys(("due_before", "due_after", "warn_before", "warn_after"), at)
    facts = {"job_id": 1, "clock_table": "cases.CaseClock", "clock_id": 1, "holder_id": 1}
    return ClockMove.objects.create(at=at, **facts, **times)


def test_notes_of_clocks_that_moved_are_kept_for_their_days_and_no_longer(db, settings, monkeypatch):
    settings.CLOCK_MOVE_DAYS = 10
    monkeypatch.setattr(purging, "BATCH", 2)
    for days in (30, 20, 11, 10, 9):
        move(MORNING - timedelta(days=days))
    assert [purge_clock_moves(now=MORNING) for _ in range(2)] == [3, 0]
    assert [MORNING - row.at for row in ClockMove.objects.all()] == [timedelta(days=10), timedelta(days=9)]
