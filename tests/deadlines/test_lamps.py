import pytest

from deadlines.lamps import Lamp, lamp
from tests.deadlines.errands import at

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
