"""Several workers, killed workers, and actions that come in between: on real transactions."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from deadlines import clocks
from deadlines.sweep import loop, sweep
from tests.deadlines.errands import Errand, ErrandClock, ErrandEscalation, at, clock_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("errands")]
MORNING, LATE = at("2025-03-12 09:00"), at("2025-03-20 09:00")


class Killed(BaseException):
    """Not an error that anybody may catch and carry on from."""


def elsewhere(pool, act):
    """Runs on a connection of its own, which is closed afterwards."""

    def run():
        try:
            return act()
        finally:
            connection.close()

    return pool.submit(run)


def recorded():
    return Counter(ErrandEscalation.objects.values_list("clock", "rung"))


def test_two_sweeps_share_two_hundred_clocks_and_fire_each_rung_once():
    started, heard, together = [clock_of(MORNING) for _ in range(200)], [], Barrier(2)

    def work():
        together.wait()
        return sweep(ErrandClock, heard.extend, now=LATE, batch=20).claimed

    with ThreadPoolExecutor(2) as pool:
        shares = [f.result() for f in [elsewhere(pool, work), elsewhere(pool, work)]]
    sweep(ErrandClock, heard.extend, now=LATE)
    assert sum(shares) <= 200
    assert Counter((f.clock.pk, f.rung_number) for f in heard) == recorded()
    assert recorded() == Counter((c.pk, rung) for c in started for rung in (1, 2, 3, 4))


def test_a_sweep_passes_by_what_somebody_else_is_working_on():
    held, free = clock_of(MORNING), clock_of(MORNING)
    heard = []
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Errand.objects.select_for_update().get(pk=held.errand_id)
        assert elsewhere(pool, lambda: sweep(ErrandClock, heard.extend, now=LATE)).result(timeout=20).claimed == 1
    assert {f.clock.pk for f in heard} == {free.pk}
    assert sweep(ErrandClock, heard.extend, now=LATE).claimed == 1


def test_a_clock_met_while_the_sweep_waits_for_it_does_not_fire():
    """An action that forgot to lock the subject: the second look still waits for the clock and sees it met."""
    clock, is_locked, heard = clock_of(MORNING), Event(), []
    with ThreadPoolExecutor(1) as pool:

        def work():
            is_locked.wait()
            return sweep(ErrandClock, heard.extend, now=LATE)

        swept = elsewhere(pool, work)
        with transaction.atomic():
            clocks.stop(clock, at=MORNING, now=MORNING)
            is_locked.set()
            wait_until_somebody_waits_for_a_lock()
        assert swept.result(timeout=20).claimed == 0
    assert (heard, ErrandEscalation.objects.count()) == ([], 0)


def wait_until_somebody_waits_for_a_lock():
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(100_000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited")


def test_a_clock_met_between_the_claim_and_the_second_look_does_not_fire(monkeypatch):
    clock, heard, look = clock_of(MORNING), [], loop.read_again

    def stopped_meanwhile(*args, **kwargs):
        with ThreadPoolExecutor(1) as pool:
            elsewhere(pool, stop).result()
        return look(*args, **kwargs)

    def stop():
        with transaction.atomic():
            clocks.stop(clock, at=MORNING, now=MORNING)

    monkeypatch.setattr(loop, "read_again", stopped_meanwhile)
    assert sweep(ErrandClock, heard.extend, now=LATE).claimed == 0
    assert (heard, ErrandClock.objects.get().state) == ([], "met")


def test_a_worker_killed_in_the_middle_leaves_nothing_half_done():
    clock, heard = clock_of(MORNING), []

    def killed(fired):
        raise Killed

    with pytest.raises(Killed):
        sweep(ErrandClock, killed, now=LATE)
    clock.refresh_from_db()
    assert (clock.rung, ErrandEscalation.objects.count()) == (0, 0)
    sweep(ErrandClock, heard.extend, now=LATE)
    assert [f.rung_number for f in heard] == [1, 2, 3, 4]


def test_what_the_app_wrote_for_a_failed_batch_is_undone_and_written_once_for_the_good():
    good, bad = clock_of(MORNING), clock_of(MORNING)

    def write_then_fail(fired):
        Errand.objects.bulk_create(Errand(title=f"event {f.clock.pk}") for f in fired if f.is_highest)
        if bad.pk in {f.clock.pk for f in fired}:
            raise RuntimeError("broken")

    assert sweep(ErrandClock, write_then_fail, now=LATE).failed == 1
    assert list(Errand.objects.exclude(title="").values_list("title", flat=True)) == [f"event {good.pk}"]


def test_a_sweep_and_an_action_on_the_same_subject_do_not_deadlock():
    """Fifty rounds of stopping under the subject's lock against a running sweep: each clock ends one way."""
    started = [clock_of(MORNING) for _ in range(50)]
    together = Barrier(2)

    def act():
        together.wait()
        for clock in started:
            with transaction.atomic():
                Errand.objects.select_for_update().get(pk=clock.errand_id)
                clocks.stop(clock, at=MORNING, now=MORNING)

    def work():
        together.wait()
        return sweep(ErrandClock, lambda fired: None, now=LATE, batch=7).failed

    with ThreadPoolExecutor(2) as pool:
        acting, sweeping = elsewhere(pool, act), elsewhere(pool, work)
        assert (acting.result(timeout=60), sweeping.result(timeout=60)) == (None, 0)
    assert set(ErrandClock.objects.values_list("state", "next_alarm_at")) == {("met", None)}
    assert set(recorded().values()) <= {1}
