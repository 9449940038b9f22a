import pytest

from deadlines.lamps import Lamp, lamp
from deadlines.queries import lamp_condition
from tests.deadlines.errands import ErrandClock, at, clock_of

DUE, WARN = at("2025-03-12 18:00"), at("2025-03-12 16:12")
MOMENTS = [
    (at("2025-03-12 16:11"), Lamp.GREEN),
    (WARN, Lamp.YELLOW),
    (DUE, Lamp.YELLOW),
    (at("2025-03-12 18:00:00.000001"), Lamp.RED),
]


@pytest.mark.parametrize(("now", "shown"), MOMENTS)
def test_a_lamp_is_yellow_from_the_warning_and_red_only_after_due(now, shown):
    assert lamp(due_at=DUE, warn_at=WARN, now=now) == shown


def test_supervision_outshines_the_rest():
    assert lamp(due_at=DUE, warn_at=WARN, now=at("2025-03-13 09:00"), supervised=True) == Lamp.PURPLE


@pytest.mark.parametrize(("now", "shown"), MOMENTS)
def test_the_filter_in_sql_says_the_same(errands, now, shown):
    clock = clock_of(at("2025-03-12 09:00"), n=1, per="work_day")
    assert (clock.due_at, clock.warn_at) == (DUE, at("2025-03-12 16:24"))
    ErrandClock.objects.update(warn_at=WARN)
    found = [one for one in Lamp if ErrandClock.objects.filter(lamp_condition(one, now=now)).exists()]
    assert found == [shown]


@pytest.mark.parametrize("is_provisional", [True, False])
def test_the_filter_knows_supervision_by_the_column_it_is_given(errands, is_provisional):
    clock_of(at("2025-03-12 09:00"))
    ErrandClock.objects.update(is_provisional=is_provisional)
    found = [
        one
        for one in Lamp
        if ErrandClock.objects.filter(lamp_condition(one, now=WARN, supervised="is_provisional")).exists()
    ]
    assert found == [Lamp.PURPLE if is_provisional else Lamp.GREEN]
