"""Several workers sweep together when much is due, and no more than are useful."""

import pytest
from celery.app.task import Task
from kombu.exceptions import OperationalError

from cases import tasks
from cases.actions import escalate
from cases.actions.dispatch_waiting import dispatch_waiting
from cases.models import CaseClock, CaseEscalation
from cases.tasks import sweep_clocks
from deadlines.sweep import loop
from tests import make
from tests.conftest import build_town
from tests.make import MORNING, at

pytestmark = pytest.mark.django_db(transaction=True)
LATE = at("2026-11-24 11:10")


@pytest.fixture
def calls(transactional_db, monkeypatch):
    """Five rungs due in batches of two; whom the sweep calls to its side."""
    town, called = build_town(), []
    for _ in range(5):
        make.case(sender=town.city, whereabouts=make.Whereabouts(street="甲河街道"))
    dispatch_waiting(now=MORNING)
    monkeypatch.setattr(tasks, "now", lambda: LATE)
    monkeypatch.setattr(escalate, "sweep", lambda *args, **facts: loop.sweep(*args, **facts, batch=2))
    monkeypatch.setattr(Task, "apply_async", lambda _task, **message: called.append(message))
    return called


def sweep(**kwargs):
    """As a worker runs it, not eagerly."""
    sweep_clocks.push_request(is_eager=False)
    try:
        sweep_clocks.run(**kwargs)
    finally:
        sweep_clocks.pop_request()


def test_a_sweep_that_finds_more_than_a_batch_calls_another_once(calls, settings):
    settings.SWEEPS_AT_ONCE = 3
    sweep()
    assert calls == [{"kwargs": {"beside": 1}, "expires": 15, "retry": False}]
    assert CaseEscalation.objects.count() == 5


def test_so_many_sweep_at_once_and_no_more(calls, settings):
    settings.SWEEPS_AT_ONCE = 3
    sweep(beside=2)
    assert calls == []


def test_a_little_work_calls_nobody(calls):
    CaseClock.objects.exclude(pk=CaseClock.objects.filter(kind="sign").first().pk).update(next_alarm_at=None)
    sweep()
    assert (calls, CaseEscalation.objects.count()) == ([], 1)


def test_without_a_broker_the_sweep_does_it_alone(calls, monkeypatch):
    def refuse(_task, **message):
        raise OperationalError("connection refused")

    monkeypatch.setattr(Task, "apply_async", refuse)
    sweep()
    assert CaseEscalation.objects.count() == 5
