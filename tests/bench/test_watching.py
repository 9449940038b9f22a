"""How long a case waited is told from outside, by who looks at the table."""

import pytest

from bench.watching import DispatchWatcher
from cases.models import Case
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    times = {"now": make.MORNING}
    monkeypatch.setattr("bench.watching.clock.now", lambda: times["now"])
    return times


def test_a_case_has_waited_until_it_is_seen_dispatched_and_what_still_waits_until_now(town, now):
    first = make.case(sender=town.city, received_at=make.MORNING)
    make.case(sender=town.city, received_at=make.MORNING)
    watcher = DispatchWatcher(bench=None)
    watcher._look()
    assert len(watcher.waiting) == 2

    make.put(first, "dispatched", lead=town.department, dispatched_at=make.MORNING)
    now["now"] = make.at("2026-11-24 09:31")
    watcher._look()
    now["now"] = make.at("2026-11-24 09:33")
    watcher._look()
    assert watcher.figures() == {"p50_s": 60.0, "p95_s": 180.0, "longest_s": 180.0, "seen": 2.0, "backlog": 1.0}


def test_what_waits_for_a_person_is_not_waited_for(town, now):
    held = make.case(sender=town.city, received_at=make.MORNING)
    Case.objects.filter(pk=held.pk).update(is_held=True)
    watcher = DispatchWatcher(bench=None)
    watcher._look()
    assert watcher.waiting == {}
