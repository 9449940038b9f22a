"""Workers at one job, on real connections and in real processes."""

import io
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event

import pytest
from django.db import connection

from foundation.actions.run_job import run_next_job
from foundation.actions.start_job import start_job
from foundation.clock import now
from foundation.jobs import registry
from foundation.jobs.claims import claim
from foundation.jobs.heartbeat import heartbeat
from foundation.models import Job
from kernel.actors import Actor

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
SYSTEM = Actor.system("test", "测试")


@pytest.fixture
def job(settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path
    monkeypatch.setattr(registry, "_runners", {})
    registry.register("count", count)
    return start_job("count", title="数一数", upload=io.BytesIO(b"abc"), actor=SYSTEM, now=now())


def count(job, progress):
    """Goes on where the last checkpoint was."""
    first = job.checkpoint.get("done", 0)
    for n in range(first + 1, 101):
        progress.checkpoint({"done": n}, done=n)
    return {"began_at": first, "attempts": job.attempts}


def test_of_eight_workers_one_gets_the_job(job):
    together = Barrier(8)

    def work(_):
        together.wait(10)
        try:
            return claim(job.pk, now=now())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        won = [won for won in threads.map(work, range(8)) if won is not None]
    assert [one.attempts for one in won] == [1]


def test_the_heart_beats_while_the_runner_is_silent(job):
    held = claim(job.pk, now=now() - timedelta(seconds=30))
    beaten = Event()

    def clock():
        beaten.set()
        return now()

    with heartbeat(held, clock=clock, every=0.01):
        assert beaten.wait(10)
    job.refresh_from_db()
    assert job.beat_at > held.beat_at


WORKER = """
import django
django.setup()
from django.db import connection
from foundation import clock
from foundation.actions.run_job import run_next_job
from foundation.jobs import registry

def count(job, progress):
    for n in range(1, 38):
        progress.checkpoint({"done": n}, done=n)
    print("at work", flush=True)
    input()

registry.register("count", count)
run_next_job(clock=clock.now)
"""


def test_the_job_of_a_killed_worker_is_completed_by_another(job):
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        assert worker.stdout.readline() == "at work\n"
        worker.send_signal(signal.SIGKILL)
    assert run_next_job(clock=now) is None
    Job.objects.update(beat_at=now() - timedelta(seconds=60))
    done = run_next_job(clock=now)
    assert (done.state, done.done, done.result) == ("done", 100, {"began_at": 37, "attempts": 2})
