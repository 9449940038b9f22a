"""Sender and receivers together: many at once, through outages, and after a kill."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import OperationalError, connection

from foundation.clock import now
from notices.actions.claim_due import LEASE
from notices.channels import webhook
from notices.channels.outcome import Outcome
from notices.dispatcher import Dispatcher
from notices.loops import Loop
from notices.models import Delivery, Endpoint, OutboxEntry
from notices.states import OPEN
from tests.notices.conftest import tell
from tests.notices.receiver import HERE, receiving

ROOT = Path(__file__).resolve().parents[2]


def deliver(dispatcher, until, turns=400):
    """Turn after turn until it is so."""
    for _turn in range(turns):
        dispatcher.turn(patience=0.05)
        if until():
            return
    pytest.fail("it never came to that")


def all_settled():
    return not Delivery.objects.filter(state__in=OPEN).exists()


@pytest.fixture
def here(settings):
    settings.WEBHOOK_NETWORKS = HERE


def test_a_hanging_receiver_does_not_hold_up_the_others(greening, water, endpoint, here, monkeypatch):
    monkeypatch.setattr(webhook, "PATIENCE_SECONDS", 5.0)
    with receiving(answers=lambda path, body: 0) as dead, receiving() as living:
        endpoint(greening, dead.url)
        endpoint(water, living.url)
        tell(*(str(n) for n in range(8)), audience=[greening, water], at=now())
        dispatcher = Dispatcher(clock=now)
        deliver(dispatcher, lambda: Delivery.objects.filter(state="delivered").count() == 8)
        assert Delivery.objects.exclude(state="delivered").count() == 8
        dead.over.set()
        dispatcher.close()
    assert sorted(living.ids) == sorted(one.webhook_id for one in Delivery.objects.filter(endpoint__organization=water))


def test_changes_of_one_subject_arrive_in_their_order_through_failures(greening, endpoint, here):
    """The receiver says no to every third; time runs on by a minute with each turn."""
    moments = iter(now() + timedelta(minutes=n) for n in range(10_000))
    calls = iter(range(10_000))
    with receiving(answers=lambda path, body: 500 if next(calls) % 3 == 0 else 204) as receiver:
        endpoint(greening, receiver.url)
        for _round in range(4):
            tell("a", "b", audience=[greening], at=now())
        dispatcher = Dispatcher(clock=lambda: next(moments))
        deliver(dispatcher, all_settled)
        dispatcher.close()
    for subject in ("a", "b"):
        sent = [one.webhook_id for one in Delivery.objects.filter(subject_id=subject).order_by("pk")]
        assert list(dict.fromkeys(one for one in receiver.ids if one in sent)) == sent
    assert len(receiver.ids) > 8


def test_an_answer_is_kept_while_the_database_is_away(greening, endpoint, monkeypatch):
    endpoint(greening)
    tell("a", audience=[greening], at=now())
    dispatcher = Dispatcher(clock=now, sender=lambda delivery, *, now: Outcome(status_code=204))
    dispatcher.turn(patience=1.0)
    with monkeypatch.context() as patch:
        patch.setattr("notices.dispatcher.settle_all", away)
        with pytest.raises(OperationalError):
            dispatcher.turn(patience=0.0)
    dispatcher.turn(patience=0.0)
    assert Delivery.objects.get().state == "delivered"


def away(*_, **__):
    raise OperationalError("the database is restarting")


def test_a_loop_goes_on_after_an_outage_and_says_so_once(caplog, monkeypatch):
    monkeypatch.setattr("notices.loops.SECONDS_AFTER_FAILURE", 0.0)
    steps, stop = iter([away, away, lambda: 0.0]), threading.Event()

    def step():
        act = next(steps, None)
        if act is None:
            stop.set()
            return 0.0
        return act()

    loop = Loop("sequencing", step, stop=stop)
    loop.start()
    loop.join(10)
    assert [record.message for record in caplog.records] == [
        "sequencing waits for the database: OperationalError",
        "sequencing has the database again",
    ]


def test_a_loop_that_broke_is_silent_for_ever():
    loop = Loop("sending", lambda: 1 / 0, stop=threading.Event())
    assert loop.silence() < 60
    loop.start()
    loop.join(10)
    assert loop.silence() == float("inf")


@pytest.mark.django_db(transaction=True)
class TestProcess:
    """`run_outbox` as it runs beside the others."""

    @pytest.fixture
    def start(self):
        found, started = connection.settings_dict, []
        login = quote(found["USER"]) + (f":{quote(found['PASSWORD'])}" if found["PASSWORD"] else "")
        url = f"postgres://{login}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
        env = os.environ | {"DATABASE_URL": url, "CENTER_WEBHOOK_NETWORKS": "127.0.0.0/8"}

        def run():
            command = [sys.executable, "manage.py", "run_outbox", "--interval", "0.05"]
            started.append(subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True))
            return started[-1]

        yield run
        for process in started:
            process.kill()
            process.wait()

    def wait_for(self, question, seconds=40):
        until = time.monotonic() + seconds
        while not question():
            assert time.monotonic() < until, "it never came to that"
            time.sleep(0.01)

    def change(self, greening, name):
        from notices.outbox import append

        append("case.signed", "case", name, version=1, audience=[greening.pk], now=now())

    def test_two_of_them_share_the_work_and_a_killed_one_loses_nothing(self, greening, endpoint, start):
        is_dead = [True]
        with receiving(answers=lambda path, body: 0 if is_dead[0] else 204) as receiver:
            endpoint(greening, receiver.url)
            first = start()
            self.change(greening, "in hand")
            self.wait_for(lambda: receiver.got)
            first.send_signal(signal.SIGKILL)
            first.wait()
            is_dead[0] = False
            assert Delivery.objects.get().state == "leased"
            Delivery.objects.update(next_try_at=now() - LEASE)  # so long ago
            both = [start(), start()]
            for number in range(20):
                self.change(greening, str(number))
            self.wait_for(lambda: Delivery.objects.filter(state="delivered").count() == 21)
            for process in both:
                next(line for line in process.stderr if "outbox at work" in line)
                process.send_signal(signal.SIGTERM)
            assert [process.wait(30) for process in both] == [0, 0]
        assert len(set(receiver.ids)) == 21
        assert receiver.ids.count(Delivery.objects.get(subject_id="in hand").webhook_id) == 2
        assert sorted(OutboxEntry.objects.values_list("position", flat=True)) == list(range(1, 22))

    def test_it_lives_through_a_cut_connection(self, greening, endpoint, start):
        with receiving() as receiver:
            endpoint(greening, receiver.url)
            process = start()
            self.change(greening, "before")
            self.wait_for(lambda: receiver.got)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            self.change(greening, "after")
            self.wait_for(lambda: len(receiver.got) == 2)
            assert process.poll() is None
            assert Endpoint.objects.get().failures_in_row == 0
