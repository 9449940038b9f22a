"""Clients spread over processes, so that the load's own Python never waits for itself."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bench.cpu import cpu_seconds
from bench.driving.caller import Caller
from bench.driving.load import Load
from bench.driving.loops import Arrivals, Flow, Share, closed_loop, open_loop
from bench.driving.samples import Sample

PROCESSES = 2
# A fresh interpreter for each, not a fork of ours with all its connections and threads.
_CONTEXT = multiprocessing.get_context("spawn")
SECONDS_TO_START = 1.5


@dataclass(frozen=True, slots=True)
class Plan:
    """What a driving process is told. Without `rate` the loop is closed."""

    flow: Flow
    url: str
    start: float
    until: float
    clients: int
    share: Share
    rate: float | None = None


def drive_closed(
    flow: Flow,
    url: str,
    *,
    clients: int,
    seconds: float,
    warm_up: float,
    watched: Mapping[str, int] | None = None,
) -> Load:
    """`clients` of them, each with its next call as soon as the last is answered."""
    start = time.monotonic() + SECONDS_TO_START
    until = start + warm_up + seconds
    count = min(PROCESSES, clients)
    plans = [
        Plan(flow, url, start, until, clients=len(range(n, clients, count)), share=Share(n, count))
        for n in range(count)
    ]
    return _run(plans, start + warm_up, until, watched or {})


def drive_open(
    flow: Flow,
    url: str,
    *,
    rate: float,
    seconds: float,
    warm_up: float,
    most_at_once: int = 64,
    watched: Mapping[str, int] | None = None,
) -> Load:
    """`rate` arrivals a second; `most_at_once` is how many may be under way before they queue on our side."""
    start = time.monotonic() + SECONDS_TO_START
    until = start + warm_up + seconds
    plans = [
        Plan(flow, url, start, until, clients=most_at_once // PROCESSES, share=Share(n, PROCESSES), rate=rate)
        for n in range(PROCESSES)
    ]
    return _run(plans, start + warm_up, until, watched or {})


def _run(plans: list[Plan], since: float, until: float, watched: Mapping[str, int]) -> Load:
    children = [_spawn(plan) for plan in plans]
    _sleep_until(since)
    before = {name: cpu_seconds(pid) for name, pid in watched.items()}
    _sleep_until(until)
    used = {name: cpu_seconds(pid) - before[name] for name, pid in watched.items()}
    samples = [sample for child, answers in children for sample in _answer_of(child, answers)]
    return Load.of(samples, since=since, until=until, cpu=used)


def _spawn(plan: Plan) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    child = _CONTEXT.Process(target=_drive, args=(plan, theirs), daemon=True)
    child.start()
    theirs.close()
    return child, ours


def _answer_of(child: multiprocessing.process.BaseProcess, answers: Connection) -> list[Sample]:
    try:
        samples: list[Sample] = answers.recv()
    except EOFError:
        raise RuntimeError("a driving process died; its message stands above") from None
    child.join()
    return samples


def _drive(plan: Plan, answers: Connection) -> None:
    """In the driving process: one thread for each client."""
    callers = [Caller(plan.url) for _ in range(plan.clients)]
    loops = [_loop(plan, caller, n) for n, caller in enumerate(callers)] if plan.rate is None else _open(plan, callers)
    threads = [threading.Thread(target=loop) for loop in loops]
    _sleep_until(plan.start)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.send([sample for caller in callers for sample in caller.samples])


def _loop(plan: Plan, caller: Caller, n: int) -> Callable[[], None]:
    share = Share(plan.share.index + n * plan.share.of, plan.share.of * plan.clients)
    return lambda: closed_loop(plan.flow, caller, share=share, until=plan.until)


def _open(plan: Plan, callers: list[Caller]) -> list[Callable[[], None]]:
    arrivals = Arrivals(plan.start, plan.rate or 1.0, plan.until, plan.share)
    return [lambda caller=caller: open_loop(plan.flow, caller, arrivals) for caller in callers]  # type: ignore[misc]


def _sleep_until(moment: float) -> None:
    time.sleep(max(moment - time.monotonic(), 0))
