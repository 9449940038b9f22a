"""The deadline sweep: with nothing due, and with very many rungs due at once."""

import os
import resource
import subprocess
import time
from collections.abc import Callable
from datetime import datetime

from bench.context import Bench
from bench.cpu import cpu_seconds
from bench.due import fall_due, start_clocks, what_came_of_it
from bench.figures import Row, at_most
from bench.percentiles import percentile
from cases.models import CaseClock
from cases.tasks import sweep_clocks
from deadlines.rules import current_rules
from deadlines.sweep.claim import claim, due_clocks, read_again
from deadlines.sweep.fire import fire
from devkit.paths import PYTHON, ROOT

MOST_DUE = 100_000
ROUNDS = 200
WORKERS = 2
SECONDS_TO_WAIT = 600
EXACTLY_ONCE = tuple(at_most(name, 0) for name in ("wrong", "left_due"))


def run(bench: Bench) -> list[Row]:
    running = start_clocks(bench)
    rows = [_nothing_due(bench, running)]
    count = min(MOST_DUE, bench.cases // 4)
    rows.append(_many_due(bench, count, "two processes", _two_processes))
    rows.append(_many_due(bench, count, "worker and beat", lambda: _worker_and_beat(bench)))
    return rows


def _nothing_due(bench: Bench, running: int) -> Row:
    """The whole task, its record included, as beat sends it every 15 seconds."""
    sweep_clocks.apply(throw=True)
    took = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        sweep_clocks.apply(throw=True)
        took.append((time.perf_counter() - began) * 1000)
    _explain(bench, "sweep, nothing due")
    figures = {f"p{p}_ms": percentile(took, p) for p in (50, 95, 99)}
    return Row(f"sweep, nothing due, {running:,} clocks running", figures, [at_most("p95_ms", 5)])


def _many_due(bench: Bench, count: int, by: str, work: Callable[[], float]) -> Row:
    due = fall_due(count, now=bench.now())
    _explain(bench, f"sweep, {due:,} due, before {by}")
    since, database, children = bench.now(), cpu_seconds(bench.postgres_pid), _ended_children()
    seconds = work()
    cpu = {"db_cpu_s": cpu_seconds(bench.postgres_pid) - database, "python_cpu_s": _ended_children() - children}
    came = what_came_of_it(since=since)
    wrong = abs(due - came["rungs"]) + sum(n for name, n in came.items() if name not in ("rungs", "left_due"))
    figures = {"seconds": seconds, "rungs_per_s": due / seconds, "wrong": wrong, **cpu, **came}
    budget = [at_most("seconds", 60), *EXACTLY_ONCE]
    return Row(f"{due:,} rungs due at once, {by}", figures, budget)


def _ended_children() -> float:
    """Processor seconds of all processes that we started and that have ended: by then the sweeping ones have."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _two_processes() -> float:
    """Each runs the task until nothing is due; their starting is not counted."""
    command = [str(PYTHON), "-m", "bench.sweeper"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    workers = [subprocess.Popen(command, cwd=ROOT, env=os.environ, text=True, **pipes) for _ in range(WORKERS)]
    for worker in workers:
        worker.stdout.readline()
    began = time.perf_counter()
    for worker in workers:
        worker.communicate("go\n", timeout=SECONDS_TO_WAIT)
    if any(worker.returncode for worker in workers):
        raise RuntimeError("a sweeping process failed; its message stands above")
    return time.perf_counter() - began


def _worker_and_beat(bench: Bench) -> float:
    """As production runs it: one message every 15 seconds, so one sweep at a time; counted from the start of beat."""
    began = time.perf_counter()
    with bench.serving.workers():
        # What is left after so long is told by the row itself.
        while due_clocks(CaseClock, now=bench.now()).exists() and time.perf_counter() - began < SECONDS_TO_WAIT:
            time.sleep(0.25)
    return time.perf_counter() - began


def _explain(bench: Bench, title: str) -> None:
    now = bench.now()
    bench.explain(title, lambda: _one_batch(now))


def _one_batch(now: datetime) -> None:
    """What a sweep asks in each batch, without what the calling app writes."""
    places = claim(CaseClock, due_clocks(CaseClock, now=now), limit=500)
    if places:
        clocks = read_again(CaseClock, [place.id for place in places], now=now)
        fire(CaseClock, clocks, now=now, rules=current_rules())
