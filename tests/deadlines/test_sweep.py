"""One worker's sweep: what fires, when, in which words, and what happens to a clock that cannot be escalated."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deadlines import clocks
from deadlines.models import LadderRung, RulesVersion, SweepRecord
from deadlines.queries import sweep_state, table_state
from deadlines.rules import current_rules
from deadlines.sweep import sweep
from deadlines.sweep.failure import describe, retry_after
from tests.deadlines.errands import Errand, ErrandClock, ErrandEscalation, at, clock_of, limit, unit

pytestmark = pytest.mark.usefixtures("errands")
MORNING = at("2025-03-12 09:00")  # 8 work hours: warning 16:24, due 18:00, supervision Thursday 14:00, leader 18:00
LATE = at("2025-03-20 09:00")


# As a database error quotes the row it could not write.
QUOTED = "DETAIL: 王小明 13800001111"


class Listener:
    """Stands for the app above: notes what it was handed."""

    def __init__(self, fail_on=()):
        self.heard, self.fail_on = [], set(fail_on)

    def __call__(self, fired):
        if bad := self.fail_on & {f.clock.pk for f in fired}:
            raise RuntimeError(f"cannot write {sorted(bad)}\n{QUOTED}")
        self.heard.extend(fired)

    @property
    def rungs(self):
        return [(f.rung_number, f.action, f.is_highest) for f in self.heard]


def test_nothing_fires_before_its_time():
    clock_of(MORNING)
    result = sweep(ErrandClock, Listener(), now=at("2025-03-12 16:23:59.999999"))
    assert (result.claimed, result.rows_fired, result.batches) == (0, 0, 0)


def test_the_reminder_comes_when_four_fifths_are_used():
    clock, heard = clock_of(MORNING), Listener()
    now = at("2025-03-12 16:24")
    assert sweep(ErrandClock, heard, now=now).rows_fired == 1
    clock.refresh_from_db()
    assert (clock.rung, clock.next_alarm_at) == (1, at("2025-03-12 18:00:00.000001"))
    assert heard.rungs == [(1, "remind", True)]
    assert ErrandEscalation.objects.values_list(
        "rung", "term", "action", "due_at", "claimed_at", "is_highest"
    ).get() == ((1, 1, "remind", now, now, True))


def test_overdue_is_claimed_only_after_due():
    clock_of(MORNING)
    heard = Listener()
    for now in ("2025-03-12 16:24", "2025-03-12 18:00", "2025-03-12 18:00:00.000001"):
        sweep(ErrandClock, heard, now=at(now))
    assert [(f.action, f.due_at) for f in heard.heard] == [
        ("remind", at("2025-03-12 16:24")),
        ("overdue", at("2025-03-12 18:00")),
    ]


def test_after_an_outage_every_missed_rung_is_recorded_and_only_the_highest_speaks():
    clock, heard = clock_of(MORNING), Listener()
    assert sweep(ErrandClock, heard, now=LATE).rows_fired == 4
    assert heard.rungs == [
        (1, "remind", False),
        (2, "overdue", False),
        (3, "supervise", False),
        (4, "notify_leader", True),
    ]
    assert list(ErrandEscalation.objects.values_list("due_at", flat=True)) == [
        at("2025-03-12 16:24"),
        at("2025-03-12 18:00"),
        at("2025-03-13 14:00"),
        at("2025-03-13 18:00"),
    ]
    clock.refresh_from_db()
    assert (clock.rung, clock.next_alarm_at) == (4, None)


def test_a_doubled_beat_fires_nothing_again():
    clock_of(MORNING)
    heard = Listener()
    assert [sweep(ErrandClock, heard, now=LATE).rows_fired for _ in range(2)] == [4, 0]


def test_a_clock_that_was_stopped_paused_or_cancelled_never_fires():
    clocks.stop(clock_of(MORNING), at=MORNING, now=MORNING)
    clocks.pause(clock_of(MORNING), at=MORNING)
    clocks.cancel(clock_of(MORNING), now=MORNING)
    assert sweep(ErrandClock, Listener(), now=LATE).claimed == 0


def test_a_fired_rung_stays_fired_through_a_pause():
    clock, heard = clock_of(MORNING), Listener()
    sweep(ErrandClock, heard, now=at("2025-03-12 17:00"))
    clocks.pause(clock, at=at("2025-03-12 17:00"))
    clocks.resume(clock, at=at("2025-03-17 09:00"))
    sweep(ErrandClock, heard, now=at("2025-03-17 10:30"))
    assert [(f.action, f.due_at) for f in heard.heard] == [
        ("remind", at("2025-03-12 16:24")),
        ("overdue", at("2025-03-17 10:00")),
    ]


def test_a_missed_rung_keeps_its_true_time_when_pauses_lie_in_between():
    clock, heard = clock_of(MORNING), Listener()
    clocks.pause(clock, at=at("2025-03-12 17:00"))
    clocks.resume(clock, at=at("2025-03-17 09:00"))
    sweep(ErrandClock, heard, now=at("2025-03-17 09:00:15"))
    assert [(f.action, f.due_at) for f in heard.heard] == [("remind", at("2025-03-12 16:24"))]


def test_an_extension_lets_every_rung_fire_once_more():
    clock, heard = clock_of(MORNING), Listener()
    sweep(ErrandClock, heard, now=at("2025-03-12 17:00"))
    clocks.extend(clock, limit=limit(8, "work_hour"), now=at("2025-03-12 17:00"))
    sweep(ErrandClock, heard, now=at("2025-03-13 17:00"))
    assert [(f.term, f.action, f.due_at) for f in heard.heard] == [
        (1, "remind", at("2025-03-12 16:24")),
        (2, "remind", at("2025-03-13 14:48")),
    ]


def test_a_rung_already_recorded_is_not_acted_on_again():
    clock, heard = clock_of(MORNING), Listener()
    sweep(ErrandClock, heard, now=at("2025-03-12 17:00"))
    ErrandClock.objects.update(rung=0, next_alarm_at=at("2025-03-12 16:24"))
    sweep(ErrandClock, heard, now=at("2025-03-12 17:00"))
    clock.refresh_from_db()
    assert (heard.rungs, clock.rung) == ([(1, "remind", True)], 1)


def test_oldest_alarms_come_first_and_every_clock_is_seen():
    started = [clock_of(MORNING - timedelta(hours=i)) for i in range(7)]
    heard = Listener()
    result = sweep(ErrandClock, heard, now=LATE, batch=3)
    assert (result.claimed, result.batches, result.rows_fired) == (7, 3, 28)
    first_batch = {f.clock.pk for f in heard.heard[:12]}
    assert first_batch == {c.pk for c in sorted(started, key=lambda c: (c.next_alarm_at, c.pk))[:3]}


def test_a_sweep_that_runs_out_of_time_leaves_the_rest_to_the_next():
    for _ in range(4):
        clock_of(MORNING)
    results = [sweep(ErrandClock, Listener(), now=LATE, batch=3, limit_seconds=0) for _ in range(2)]
    assert [r.claimed for r in results] == [3, 1]


def test_a_bad_clock_alone_is_pushed_forward():
    good, bad = [clock_of(MORNING) for _ in range(3)], clock_of(MORNING)
    heard = Listener(fail_on=[bad.pk])
    result = sweep(ErrandClock, heard, now=LATE)
    assert (result.claimed, result.failed, result.rows_fired) == (3, 1, 12)
    assert {f.clock.pk for f in heard.heard} == {c.pk for c in good}
    bad.refresh_from_db()
    assert (bad.alarm_failures, bad.next_alarm_at, bad.rung) == (1, LATE + timedelta(minutes=1), 0)
    assert bad.last_error == f"RuntimeError: cannot write [{bad.pk}]"
    assert not bad.escalations.exists()


def test_a_thousand_clocks_that_always_fail_and_are_due_first_starve_nobody():
    """The others fire within two sweeps, even if these have no time to look at all the failing ones."""
    bad = many_clocks(1000, started_at=MORNING)
    good = [clock_of(MORNING + timedelta(hours=1)) for _ in range(20)]
    heard = Listener(fail_on=bad)
    for beat in range(2):
        sweep(ErrandClock, heard, now=LATE + timedelta(seconds=15 * beat), limit_seconds=20.0)
    assert {f.clock.pk for f in heard.heard} == {c.pk for c in good}
    assert len(heard.heard) == 4 * len(good)
    assert set(ErrandClock.objects.filter(alarm_failures__gt=0).values_list("pk", flat=True)) <= bad
    assert not ErrandEscalation.objects.filter(clock__in=bad).exists()


def test_what_fails_is_looked_at_even_when_the_rest_takes_all_the_time():
    bad = many_clocks(3, started_at=MORNING)
    for _ in range(9):
        clock_of(MORNING + timedelta(hours=1))
    failed = [sweep(ErrandClock, Listener(fail_on=bad), now=LATE, batch=3, limit_seconds=0).failed for _ in range(3)]
    assert sum(failed) == 3


def test_a_failed_batch_says_in_the_log_where_it_failed_and_quotes_no_row(caplog):
    sweep(ErrandClock, Listener(fail_on=[clock_of(MORNING).pk]), now=LATE)
    assert "test_sweep.py" in caplog.text
    assert "RuntimeError: cannot write" in caplog.text
    assert QUOTED not in caplog.text


def many_clocks(count, *, started_at):
    """As `clock_of` makes them, in two statements."""
    errands = Errand.objects.bulk_create(Errand() for _ in range(count))
    facts = {"kind": "handle", "holder": unit(), "limit": limit(8, "work_hour"), "started_at": started_at}
    rules = current_rules()
    built = [clocks.build(ErrandClock, errand, **facts, now=started_at, rules=rules) for errand in errands]
    return {clock.pk for clock in ErrandClock.objects.bulk_create(built)}


def test_a_bad_clock_is_tried_again_and_forgiven_when_it_works():
    bad, heard = clock_of(MORNING), Listener()
    sweep(ErrandClock, Listener(fail_on=[bad.pk]), now=LATE)
    assert sweep(ErrandClock, heard, now=LATE + timedelta(seconds=59)).claimed == 0
    sweep(ErrandClock, heard, now=LATE + timedelta(minutes=1))
    bad.refresh_from_db()
    assert (bad.alarm_failures, bad.last_error, bad.rung, len(heard.heard)) == (0, "", 4, 4)
    assert heard.heard[0].due_at == at("2025-03-12 16:24")


def test_a_clock_whose_limit_makes_no_sense_holds_up_nobody():
    good, bad = clock_of(MORNING), clock_of(MORNING)
    ErrandClock.objects.filter(pk=bad.pk).update(limit_kind="fortnight")
    assert (sweep(ErrandClock, Listener(), now=LATE).failed, good.escalations.count()) == (1, 4)


def test_a_clock_that_failed_and_was_stopped_is_stuck_no_more():
    bad = clock_of(MORNING)
    sweep(ErrandClock, Listener(fail_on=[bad.pk]), now=LATE)
    assert table_state(ErrandClock, now=LATE).stuck == 1
    clocks.stop(bad, at=LATE, now=LATE)
    assert table_state(ErrandClock, now=LATE).stuck == 0


def test_two_versions_of_a_rung_in_force_fire_once_by_the_younger():
    """The old ones were not closed when the new were set up."""
    for old in LadderRung.objects.filter(clock_kind="handle", urgency=""):
        old.pk, old.valid_from, old.name = None, date(2025, 1, 1), f"新{old.name}"
        old.save(force_insert=True)
    RulesVersion.bump()
    heard = Listener()
    clock_of(MORNING)
    assert sweep(ErrandClock, heard, now=LATE).failed == 0
    assert [f.rung_number for f in heard.heard] == [1, 2, 3, 4]
    assert all(f.name.startswith("新") for f in heard.heard)


def test_the_wait_after_a_failure_doubles_up_to_an_hour():
    assert [retry_after(n).total_seconds() / 60 for n in (0, 1, 2, 5, 6, 900)] == [1, 2, 4, 32, 60, 60]


def test_an_error_is_kept_without_the_row_it_quotes():
    assert describe(ValueError("bad row\nDETAIL: 13800001111")) == "ValueError: bad row"
    assert len(describe(ValueError("x" * 1000))) == 300
    assert describe(ValueError()) == "ValueError: "


def test_a_batch_takes_the_same_number_of_statements_whatever_its_size():
    counts = []
    for size in (30, 70):
        for _ in range(size):
            clock_of(MORNING)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            sweep(ErrandClock, lambda fired: {f.clock.holder.name for f in fired}, now=LATE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 18


def test_nothing_due_costs_few_statements():
    clock_of(MORNING)
    with CaptureQueriesContext(connection) as queries:
        sweep(ErrandClock, Listener(), now=MORNING)
    assert len([q for q in queries if "SAVEPOINT" not in q["sql"]]) == 3


def test_health_sees_the_last_sweep_the_oldest_alarm_and_the_stuck():
    bad = clock_of(MORNING)
    before = table_state(ErrandClock, now=LATE)
    assert (before.age_seconds, before.oldest_due_at, before.stuck) == (None, at("2025-03-12 16:24"), 0)
    result = sweep(ErrandClock, Listener(fail_on=[bad.pk]), now=LATE, worker="worker@host")
    assert result.lag_seconds == (LATE - at("2025-03-12 16:24")).total_seconds()
    after = table_state(ErrandClock, now=LATE + timedelta(seconds=30))
    assert (after.worker, after.stuck, after.oldest_due_at, after.lag_seconds) == ("worker@host", 1, None, 0)
    assert 29 < after.age_seconds <= 30


def test_one_record_a_table_is_overwritten():
    for now in (MORNING, LATE):
        sweep(ErrandClock, Listener(), now=now)
    record = SweepRecord.objects.get()
    assert (record.clock_table, record.started_at, record.oldest_due_at) == ("deadlines_tests.ErrandClock", LATE, None)


def test_health_knows_every_clock_table():
    assert "cases.CaseClock" in {state.clock_table for state in sweep_state(LATE)}


def test_with_nothing_due_the_plan_uses_the_partial_index():
    clock = clock_of(MORNING)
    columns = [f.column for f in ErrandClock._meta.concrete_fields if f.column not in {"id", "next_alarm_at"}]
    names = ", ".join(f'"{c}"' for c in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO deadlines_tests_errandclock ({names}, next_alarm_at)"
            f" SELECT {names}, next_alarm_at + i * interval '1 minute'"
            " FROM deadlines_tests_errandclock, generate_series(1, 20000) i"
        )
        cursor.execute("ANALYZE deadlines_tests_errandclock")
    from deadlines.sweep.claim import due_clocks

    due = due_clocks(ErrandClock, now=clock.next_alarm_at - timedelta(hours=1)).select_related("errand")
    plan = due.select_for_update(of=("errand",), skip_locked=True)[:500].explain()
    assert "Index Scan using errandclock_next_alarm" in plan
    assert "Seq Scan on deadlines_tests_errandclock" not in plan
