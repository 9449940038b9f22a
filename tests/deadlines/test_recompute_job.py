"""The recomputation survives its worker, doesn't wait with hands full, and may be done by two."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from deadlines.models import Calendar, CalendarDay, ClockMove, Recomputation, RulesVersion
from deadlines.recompute import job as jobs
from deadlines.recompute.batch import recompute_batch
from deadlines.recompute.job import start_recompute
from foundation.actions.run_job import run_job
from foundation.jobs.claims import SILENCE
from kernel.actors import Actor
from tests.deadlines.errands import Errand, ErrandClock, at, clock_of

ADMIN = Actor.system("test", "测试")
NOW = at("2026-11-24 09:30")
BEFORE, AFTER = at("2026-11-25 18:00"), at("2026-11-26 18:00")


@pytest.fixture
def twelve(rules, monkeypatch):
    """A dozen clocks that a day off will move, in batches of four, and the job that is to do it."""
    monkeypatch.setattr(jobs, "BATCH", 4)
    made = [clock_of(at("2026-11-24 09:00"), n=2, per="work_day") for _ in range(12)]
    CalendarDay.objects.create(calendar=Calendar.objects.get(), day="2026-11-25", kind="off_day", source="通知")
    RulesVersion.bump()
    return made


def begin():
    return start_recompute(title="测试", actor=ADMIN, now=NOW)


def dues():
    return list(ErrandClock.objects.order_by("pk").values_list("due_at", flat=True))


def test_a_killed_worker_leaves_whole_batches_and_the_next_goes_on_there(twelve, monkeypatch):
    calls = []

    def dies_in_the_third(batch, holders, **how):
        calls.append(list(batch.ids))
        if len(calls) == 3:
            raise OperationalError("server closed the connection")
        return recompute_batch(batch, holders, **how)

    job = begin()
    monkeypatch.setattr(jobs, "recompute_batch", dies_in_the_third)
    with pytest.raises(OperationalError):
        run_job(job.pk, clock=lambda: NOW)
    assert dues() == [AFTER] * 8 + [BEFORE] * 4
    half = Recomputation.objects.get(pk=job.pk)
    assert (half.state, half.done, half.checkpoint["tally"]["later"]) == ("running", 8, 8)

    later = NOW + SILENCE + timedelta(seconds=1)
    done = run_job(job.pk, clock=lambda: later)
    assert calls[3] == [clock.pk for clock in twelve[8:]]
    assert dues() == [AFTER] * 12
    assert (done.state, done.attempts, done.result["later"], done.result["looked"]) == ("done", 2, 12, 12)
    assert ClockMove.objects.count() == 12


def test_progress_is_seen_while_it_runs(twelve):
    job = begin()
    seen = []

    def clock():
        seen.append(Recomputation.objects.values_list("done", "total").get(pk=job.pk))
        return NOW

    run_job(job.pk, clock=clock)
    assert [done for done, _total in seen if done] == sorted(done for done, _total in seen if done)
    assert {4, 8, 12} <= {done for done, _total in seen}
    assert seen[-1] == (12, 12)


def test_done_twice_it_changes_nothing_and_notes_nothing(twelve):
    run_job(begin().pk, clock=lambda: NOW)
    again = run_job(begin().pk, clock=lambda: NOW)
    assert (again.result["later"], again.result["looked"], ClockMove.objects.count()) == (0, 12, 12)


def test_a_clock_written_by_the_old_rules_behind_the_first_look_is_found_by_the_second(twelve, monkeypatch):
    job, late = begin(), []

    def meanwhile(batch, holders, **how):
        found = recompute_batch(batch, holders, **how)
        if twelve[-1].pk in batch.ids and not late:
            late.append(twelve[0].pk)
            ErrandClock.objects.filter(pk=twelve[0].pk).update(due_at=BEFORE)
        return found

    monkeypatch.setattr(jobs, "recompute_batch", meanwhile)
    run_job(job.pk, clock=lambda: NOW)
    assert late == [twelve[0].pk]
    assert dues() == [AFTER] * 12


def test_the_cost_of_a_batch_does_not_grow_with_its_clocks(twelve, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(jobs, "BATCH", 500)
    job = begin()
    with django_assert_max_num_queries(40):
        run_job(job.pk, clock=lambda: NOW)


@pytest.mark.django_db(transaction=True)
class TestSideBySide:
    """Workers with connections of their own."""

    def test_who_is_worked_on_is_left_for_later_and_still_done(self, twelve):
        job = begin()
        held, finished = threading.Event(), threading.Event()

        def act() -> None:
            """An action at work on one subject until everything else is done."""
            with transaction.atomic():
                Errand.objects.select_for_update().get(pk=twelve[1].errand_id)
                held.set()
                finished.wait(10)
            connection.close()

        def clock():
            if dues().count(AFTER) == 3:
                finished.set()
            return NOW

        worker = threading.Thread(target=act)
        worker.start()
        held.wait(10)
        done = run_job(job.pk, clock=clock)
        worker.join()
        assert finished.is_set()
        assert (dues(), done.result["later"]) == ([AFTER] * 12, 12)

    def test_two_jobs_at_once_move_every_clock_once(self, twelve):
        started = [begin(), begin()]
        results = []

        def work(job) -> None:
            results.append(run_job(job.pk, clock=lambda: NOW).result)
            connection.close()

        workers = [threading.Thread(target=work, args=(job,)) for job in started]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert dues() == [AFTER] * 12
        assert sum(result["later"] for result in results) == 12
        assert ClockMove.objects.values("clock_id").distinct().count() == ClockMove.objects.count() == 12
