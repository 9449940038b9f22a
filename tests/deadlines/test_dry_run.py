"""The dry run against the sweep itself: thirty days of clocks that are extended, paused, handed on and struck."""

import random
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from deadlines import clocks
from deadlines.dry_run import DAYS, RungSet, dry_run, would_fire
from deadlines.ladder import Rung
from deadlines.models import LadderRung, RulesVersion
from deadlines.rules import current_rules
from deadlines.rung_actions import RungAction
from deadlines.sweep import sweep
from kernel.errors import CenterError
from tests.deadlines.errands import Errand, ErrandClock, ErrandEscalation, at, clock_of, limit, unit
from tests.make import seven_days

pytestmark = pytest.mark.usefixtures("errands")
FIRST = at("2025-04-21 09:00")  # the days include the holidays of the first of May and the working Sunday before
NOW = at("2025-05-30 18:00")


LIMITS = [(4, "work_hour"), (2, "work_day"), (3, "natural_day"), (6, "urgent_hour"), (2, "legal_day")]
VERBS = ["stop", "cancel", "pause", "pause", "resume", "resume", "resume", "extend", "extend", "transfer"]


def sweep_until(moment: datetime, *, since: datetime) -> None:
    """Every sweep that finds something, at the second at which it does, as a beat without end would."""
    while True:
        alarms = ErrandClock.objects.filter(next_alarm_at__lt=moment).order_by("next_alarm_at")
        alarm = alarms.values_list("next_alarm_at", flat=True).first()
        if alarm is None:
            return
        sweep(ErrandClock, lambda fired: None, now=max(alarm, since))


def a_clock(chance: random.Random, moment: datetime) -> ErrandClock:
    n, per = chance.choice(LIMITS)
    return clocks.start(
        ErrandClock,
        Errand.objects.create(),
        kind=chance.choice(["handle", "sign", "supervise"]),
        holder=unit("one"),
        limit=limit(n, per),
        started_at=moment - timedelta(hours=chance.choice([0, 0, 30])),
        now=moment,
        urgency=chance.choice(["", "", "emergency"]),
        calendar=chance.choice(["", "shifts"]),
    )


def act(chance: random.Random, clock: ErrandClock, moment: datetime) -> None:
    """One of the things that happen to a clock; what its state forbids does not happen."""
    verb = chance.choice(
        ["stop", "cancel", "pause", "pause", "resume", "resume", "resume", "extend", "extend", "transfer"]
    )
    more = {
        "stop": {"at": moment, "now": moment},
        "cancel": {"now": moment},
        "pause": {"at": moment},
        "resume": {"at": moment},
        "extend": {"now": moment, "limit": limit(*chance.choice([(1, "work_day"), (1, "natural_day")]))},
        "transfer": {"at": moment, "holder": unit(*chance.choice([("one",), ("two", "city")]))},
    }[verb]
    try:
        getattr(clocks, verb)(clock, **more)
    except CenterError:
        return


def live_through(seed: int, acts: int = 120) -> None:
    chance = random.Random(seed)
    span = (NOW - FIRST).total_seconds()
    moments = sorted(FIRST + timedelta(seconds=chance.random() * span) for _ in range(acts))
    started: list[ErrandClock] = []
    for before, moment in pairwise([FIRST, *moments]):
        sweep_until(moment, since=before)
        if not started or chance.random() < 0.3:
            started.append(a_clock(chance, moment))
        else:
            act(chance, chance.choice(started[-8:]), moment)
    sweep_until(NOW, since=moments[-1])


def recorded(since: datetime) -> set[tuple[int, int, int, datetime, datetime]]:
    rows = ErrandEscalation.objects.filter(claimed_at__gte=since)
    return set(rows.values_list("clock", "rung", "term", "due_at", "claimed_at"))


@pytest.mark.parametrize("seed", range(3))
def test_the_dry_run_of_the_ladder_in_force_is_what_the_sweeps_recorded(seed):
    seven_days()
    LadderRung.objects.create(
        clock_kind="handle", organization_kind="city", number=1, offset_kind="share_of_budget", share=Decimal("0.5"),
        action="remind", name="早提醒", valid_from="2019-01-01",
    )  # fmt: skip
    RulesVersion.bump()
    live_through(seed)
    since = NOW - timedelta(days=DAYS)
    fires = would_fire(ErrandClock, rules=current_rules(), since=since, now=NOW)
    dry = {(clock, f.rung.number, f.term, f.due_at, f.fires_at) for clock, f in fires}
    assert len(dry) > 20
    assert dry == recorded(since)


def draft(*hours: float) -> list[Rung]:
    return [
        Rung("handle", number, RungAction.NOTIFY_SUPERIOR, f"第 {number} 级", after_due=limit(n, "urgent_hour"))
        for number, n in enumerate(hours, start=1)
    ]


def test_a_draft_is_judged_on_the_clocks_that_it_would_hold_for():
    early = clock_of(at("2025-05-12 09:00"), n=2)  # due 11:00
    clocks.stop(early, at=at("2025-05-12 15:00"), now=at("2025-05-12 15:00"))
    clock_of(at("2025-05-13 09:00"), n=2, urgency="emergency")
    clock_of(at("2025-05-13 09:00"), n=2, kind="sign")
    sweep(ErrandClock, lambda fired: None, now=at("2025-05-12 12:00"))
    told = dry_run(ErrandClock, RungSet("handle"), draft(0, 3, 5), rules=current_rules(), now=NOW)
    assert [(t.number, t.would_fire) for t in told.tallies] == [(1, 1), (2, 1), (3, 0)]
    assert [one.due_at for one in told.listed] == [at("2025-05-12 11:00"), at("2025-05-12 14:00")]
    assert (told.clocks, told.total) == (1, 2)


def test_beside_the_draft_stands_what_was_recorded_on_the_same_clocks():
    clock_of(at("2025-05-12 09:00"), n=2)
    sweep(ErrandClock, lambda fired: None, now=at("2025-05-12 12:00"))
    told = dry_run(ErrandClock, RungSet("handle"), draft(0), rules=current_rules(), now=NOW)
    assert [(t.number, t.would_fire, t.recorded) for t in told.tallies] == [(1, 1, 1), (2, 0, 1)]


def test_what_was_written_down_when_it_was_over_never_fires():
    clock_of(at("2025-05-12 09:00"), n=2)
    ErrandClock.objects.update(
        state="missed", stopped_at=at("2025-05-13 09:00"), recorded_at=at("2025-05-20 09:00"), next_alarm_at=None
    )
    assert dry_run(ErrandClock, RungSet("handle"), draft(0), rules=current_rules(), now=NOW).total == 0


def test_many_clocks_cost_the_same_statements(django_assert_max_num_queries):
    for _ in range(30):
        clock_of(at("2025-05-12 09:00"), n=2)
    rules = current_rules()
    with django_assert_max_num_queries(8):
        told = dry_run(ErrandClock, RungSet("handle"), draft(0, 1), rules=rules, now=NOW)
    assert told.total == 60
