"""Rules that change move the running clocks: exactly those they should, to exactly where a fresh clock would stand."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from deadlines import clocks
from deadlines.models import Calendar, CalendarDay, CalendarYear, ClockMove, LadderRung, RulesVersion
from deadlines.recompute.followers import Follower
from deadlines.recompute.job import start_recompute
from deadlines.recompute.preview import preview
from deadlines.rules import current_rules
from foundation.actions.run_job import run_job
from kernel.actors import Actor
from kernel.times import day_start
from tests.deadlines.errands import ErrandClock, ErrandEscalation, at, clock_of, limit, unit

ADMIN = Actor.system("test", "测试")
NOW = at("2026-11-24 09:30")


def off(day: str) -> None:
    """The day is declared off, as an administrator does it."""
    CalendarDay.objects.create(calendar=Calendar.objects.get(), day=day, kind="off_day", source="通知")
    RulesVersion.bump()


def recompute(now=NOW):
    job = start_recompute(title="测试", actor=ADMIN, now=now)
    return run_job(job.pk, clock=lambda: now)


def stand(clock):
    fresh = ErrandClock.objects.get(pk=clock.pk)
    return (fresh.due_at, fresh.warn_at, fresh.next_alarm_at)


def test_a_day_off_moves_the_clock_that_counted_it(rules):
    clock = clock_of(at("2026-11-24 09:00"), n=2, per="work_day")
    assert clock.due_at == at("2026-11-25 18:00")
    off("2026-11-25")
    recompute()
    assert stand(clock)[0] == at("2026-11-26 18:00")


def test_how_the_clock_stood_before_is_kept(rules):
    clock = clock_of(at("2026-11-24 09:00"), n=2, per="work_day")
    given = clock_of(at("2026-11-24 09:00"), due_at=at("2026-11-24 17:00"))
    off("2026-11-25")
    recompute()
    (stood,) = clock.stretches.all()
    assert (stood.due_at, stood.until, stood.ended_by) == (at("2026-11-25 18:00"), NOW, "recounted")
    assert not given.stretches.exists()


def test_the_same_rules_move_nothing(rules):
    many_clocks(random.Random(7), 60)
    before = list(ErrandClock.objects.order_by("pk").values())
    recompute()
    assert list(ErrandClock.objects.order_by("pk").values()) == before
    assert not ClockMove.objects.exists()


def test_one_day_moves_exactly_the_clocks_that_run_over_it(rules):
    clocks_of_november = {
        "ends before it": clock_of(at("2026-11-16 09:00"), n=2, per="work_day"),
        "ends on it": clock_of(at("2026-11-24 09:00"), n=2, per="work_day"),
        "runs over it": clock_of(at("2026-11-24 09:00"), n=5, per="work_day"),
        "begins after it": clock_of(at("2026-11-26 09:00"), n=1, per="work_day"),
        "counts every hour": clock_of(at("2026-11-24 09:00"), n=3, per="natural_day"),
        "statutory, over it": clock_of(at("2026-11-24 09:00"), n=1, per="legal_work_day"),
        "statutory, past it": clock_of(at("2026-11-24 09:00"), n=3, per="legal_day"),
        "was given": clock_of(at("2026-11-24 09:00"), due_at=at("2026-11-25 18:00")),
    }
    before = {name: stand(clock)[0] for name, clock in clocks_of_november.items()}
    off("2026-11-25")
    recompute()
    moved = {name for name, clock in clocks_of_november.items() if stand(clock)[0] != before[name]}
    assert moved == {"ends on it", "runs over it", "statutory, over it"}


def test_what_was_judged_stays_as_it_was_judged(rules):
    clock = clock_of(at("2026-11-24 09:00"), n=2, per="work_day")
    clocks.stop(clock, at=NOW, now=NOW)
    off("2026-11-25")
    recompute()
    assert stand(clock)[0] == at("2026-11-25 18:00")


def test_a_given_due_time_stays_and_its_warning_and_ladder_follow_the_calendar(rules):
    clock = clock_of(at("2026-11-24 09:00"), due_at=at("2026-11-24 17:00"))
    ErrandClock.objects.filter(pk=clock.pk).update(rung=2, next_alarm_at=at("2026-11-25 12:00"))
    off("2026-11-25")
    recompute()
    due, _warn, alarm = stand(clock)
    assert due == at("2026-11-24 17:00")
    # Four working hours after due: one on the day itself, three after the day off.
    assert alarm == at("2026-11-26 12:00") + timedelta(microseconds=1)


def test_an_extended_clock_counts_its_whole_limit_anew(rules):
    clock = clock_of(at("2026-11-24 09:00"), n=1, per="work_day")
    clocks.extend(clock, limit=limit(1, "work_day"), now=NOW)
    off("2026-11-25")
    recompute()
    fresh = ErrandClock.objects.get(pk=clock.pk)
    assert (fresh.due_at, fresh.term, fresh.limit_n) == (at("2026-11-26 18:00"), 2, Decimal(2))


def test_a_paused_clock_moves_and_goes_on_from_there(rules):
    clock = clocks.pause(clock_of(at("2026-11-24 09:00"), n=3, per="work_day"), at=at("2026-11-24 12:00"))
    off("2026-11-25")
    recompute()
    due, _warn, alarm = stand(clock)
    assert (due, alarm) == (at("2026-11-27 18:00"), None)
    # 21 working hours were left when it paused.
    assert clocks.resume(clock, at=at("2026-12-01 09:00")).due_at == at("2026-12-03 15:00")


def test_a_fired_rung_stays_fired_when_its_time_moves_into_the_future(rules):
    clock = clock_of(at("2026-11-23 09:00"), n=1, per="work_day")
    ErrandClock.objects.filter(pk=clock.pk).update(rung=2)
    ErrandEscalation.objects.create(
        clock=clock,
        rung=2,
        term=1,
        action="overdue",
        name="已超期",
        due_at=clock.due_at,
        claimed_at=NOW,
        is_highest=True,
    )
    off("2026-11-23")
    recompute()
    fresh = ErrandClock.objects.get(pk=clock.pk)
    assert (fresh.due_at, fresh.rung, fresh.term) == (at("2026-11-24 18:00"), 2, 1)
    assert fresh.next_alarm_at == at("2026-11-25 14:00") + timedelta(microseconds=1)


def test_a_rung_that_is_past_by_now_is_left_to_the_sweep(rules):
    CalendarDay.objects.create(calendar=Calendar.objects.get(), day="2026-11-23", kind="off_day", source="通知")
    RulesVersion.bump()
    clock = clock_of(at("2026-11-23 09:00"), n=1, per="work_day")
    assert clock.due_at == at("2026-11-24 18:00")
    CalendarDay.objects.filter(day="2026-11-23").delete()
    RulesVersion.bump()
    job = recompute()
    assert stand(clock)[0] == at("2026-11-23 18:00")
    assert stand(clock)[2] < NOW
    assert job.result["overdue"] == 1


def test_a_clock_pushed_forward_is_not_tried_before_its_turn(rules):
    clock = clock_of(at("2026-11-23 09:00"), n=1, per="work_hour")
    later = NOW + timedelta(hours=1)
    ErrandClock.objects.filter(pk=clock.pk).update(alarm_failures=3, next_alarm_at=later)
    recompute()
    assert stand(clock)[2] == later


def test_a_rung_of_the_ladder_moves_alarms_and_no_due_time(rules):
    clock = clock_of(at("2026-11-24 09:00"), n=10, per="work_hour")
    LadderRung.objects.filter(clock_kind="handle", urgency="", number=1).update(share=Decimal("0.5"))
    RulesVersion.bump()
    job = recompute()
    assert stand(clock) == (clock.due_at, at("2026-11-24 15:00"), at("2026-11-24 15:00"))
    assert (job.result["other"], job.result["later"]) == (1, 0)


def test_a_provisional_clock_becomes_certain_when_its_year_is_loaded(rules):
    clock = clock_of(at("2026-12-30 09:00"), n=5, per="work_day")
    assert clock.is_provisional
    calendar = Calendar.objects.get()
    CalendarYear.objects.create(calendar=calendar, year=2027, source="通知")
    off("2027-01-01")
    recompute(now=at("2026-12-30 10:00"))
    fresh = ErrandClock.objects.get(pk=clock.pk)
    assert (fresh.is_provisional, fresh.due_at) == (False, at("2027-01-06 18:00"))


def test_summer_hours_that_end_earlier_move_what_runs_over_the_change_of_season(rules):
    """Until 30 September the office works from 14:00 after lunch, from October on from 13:00."""
    calendar = Calendar.objects.get()
    calendar.frames.filter(starts_at="13:00").update(valid_from=date(2026, 10, 1))
    calendar.frames.create(starts_at="14:00", ends_at="18:00", valid_from=date(2026, 5, 1), valid_to=date(2026, 9, 30))
    RulesVersion.bump()
    over = clock_of(at("2026-09-30 15:00"), n=10, per="work_hour")
    summer = clock_of(at("2026-09-28 09:00"), n=7, per="work_hour")
    # Three hours on the last summer day, seven on 8 October, the first working day of the winter hours.
    assert (over.due_at, summer.due_at) == (at("2026-10-08 17:00"), at("2026-09-28 18:00"))
    calendar.frames.filter(starts_at="13:00").update(valid_from=date(2026, 9, 30))
    calendar.frames.filter(starts_at="14:00").update(valid_to=date(2026, 9, 29))
    RulesVersion.bump()
    recompute(now=at("2026-09-30 16:00"))
    assert stand(over)[0] == at("2026-10-08 17:00")
    calendar.frames.filter(starts_at="13:00").update(valid_from=date(2026, 10, 9))
    calendar.frames.filter(starts_at="14:00").update(valid_to=date(2026, 10, 8))
    RulesVersion.bump()
    recompute(now=at("2026-09-30 16:00"))
    assert (stand(over)[0], stand(summer)[0]) == (at("2026-10-08 18:00"), at("2026-09-28 18:00"))


def many_clocks(chance: random.Random, count: int) -> None:
    """Clocks of all kinds: given, counted, extended, paused, resumed, stopped, of several holders."""
    holders = [unit("test-a", "city"), unit("test-b"), unit("test-c")]
    kinds = ["urgent_hour", "natural_day", "work_hour", "work_day", "legal_day", "legal_work_day"]
    for _ in range(count):
        start = at("2026-11-10 00:00") + timedelta(minutes=chance.randrange(20 * 1440))
        given = start + timedelta(hours=chance.randrange(1, 300)) if chance.random() < 0.15 else None
        clock = clock_of(
            start,
            n=chance.randrange(1, 12),
            per=chance.choice(kinds),
            kind=chance.choice(["handle", "sign", "dispatch"]),
            due_at=given,
            holder=chance.choice(holders),
            urgency=chance.choice(["", "emergency"]),
        )
        live_through(clock, chance)


def live_through(clock, chance: random.Random) -> None:
    fate = chance.random()
    some = timedelta(hours=chance.randrange(1, 60))
    if fate < 0.15:
        clocks.extend(clock, limit=limit(30, clock.limit_kind or "natural_day"), now=clock.started_at)
    elif fate < 0.3:
        clocks.pause(clock, at=clock.started_at + some)
    elif fate < 0.45:
        if clocks.pause(clock, at=clock.started_at + some).paused_at:
            clocks.resume(clock, at=clock.started_at + some * 3)
    elif fate < 0.55:
        clocks.stop(clock, at=clock.started_at + some, now=clock.started_at + some)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_preview_equals_what_the_job_then_does(rules, seed):
    many_clocks(random.Random(seed), 150)
    off("2026-11-26")
    CalendarDay.objects.create(calendar=Calendar.objects.get(), day="2026-12-05", kind="make_up_workday", source="x")
    LadderRung.objects.filter(clock_kind="sign", number=1).update(share=Decimal("0.6"))
    RulesVersion.bump()
    told = preview(current_rules(), facts={}, now=NOW, shown=1000)
    assert told.tally.later > 10
    assert told.tally.other > 5
    job = recompute()
    assert {**told.tally.as_json(), "failures": []} == job.result
    announced = [(m.clock.pk, *m.before[:3], *m.after[:3]) for m in told.shown]
    columns = ("clock_id", "due_before", "warn_before", "alarm_before", "due_after", "warn_after", "alarm_after")
    assert list(ClockMove.objects.order_by("clock_id").values_list(*columns)) == announced
    stored = {pk: rest for pk, *rest in ErrandClock.objects.values_list("pk", "due_at", "warn_at", "next_alarm_at")}
    assert all(stored[move.clock.pk] == list(move.after[:3]) for move in told.shown)


def test_the_preview_says_how_far_it_looked(rules, monkeypatch):
    """Two clocks a chunk, and no time for a second chunk."""
    monkeypatch.setattr("deadlines.recompute.reading.CHUNK", 2)
    seconds = iter((0.0, 1.0, 99.0))
    monkeypatch.setattr("deadlines.recompute.preview.monotonic", lambda: next(seconds))
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        clock_of(day_start(date.fromisoformat(day)), n=5, per="work_day")
    off("2026-11-26")
    told = preview(current_rules(), facts={}, now=NOW, shown=1)
    assert (told.tally.looked, told.not_looked_at, told.is_partial) == (2, 1, True)
    assert (len(told.shown), told.not_shown) == (1, 1)
    assert [group.moved for group in told.largest_groups()] == [2]


def test_one_clock_that_cannot_be_counted_is_named_and_the_rest_moves(rules):
    good = clock_of(at("2026-11-24 09:00"), n=2, per="work_day")
    bad = clock_of(at("2026-11-24 09:00"), n=2, per="work_day")
    ErrandClock.objects.filter(pk=bad.pk).update(limit_n=Decimal("99999"))
    off("2026-11-25")
    job = recompute()
    assert stand(good)[0] == at("2026-11-26 18:00")
    assert (job.state, job.result["failed"], len(job.result["failures"])) == ("done", 1, 1)


def test_what_the_app_above_cannot_write_leaves_that_clock_alone(rules, monkeypatch):
    good, bad = (clock_of(at("2026-11-24 09:00"), n=2, per="work_day") for _ in range(2))

    def refuse(moves, now):
        if any(move.clock.pk == bad.pk for move in moves):
            raise ValueError("no such thing")

    followed = Follower(on_moves=refuse)
    monkeypatch.setattr("deadlines.recompute.batch.follower_of", lambda _model: followed)
    off("2026-11-25")
    job = recompute()
    assert (stand(good)[0], stand(bad)[0]) == (at("2026-11-26 18:00"), at("2026-11-25 18:00"))
    assert job.result["failures"] == [f"deadlines_tests.ErrandClock {bad.pk}: ValueError"]
