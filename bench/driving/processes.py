"""Clients spread over processes, so that the load's own Python never waits for itself."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from bench.cpu import cpu_seconds
from bench.driving.caller import Caller
from bench.driving.load import Load
from bench.driving.loops import Arrivals, Flow, Share, closed_loop, open_loop
from bench.driving.samples import Sample

PROCESSES = 2
# A fresh interpreter for each, not a fork of ours with all its connections and threads.
_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a driving process is told. Without `rate` the loop is closed."""

    flow: Flow
    url: str
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
    count = min(PROCESSES, clients)
    plans = [Plan(flow, url, len(range(n, clients, count)), Share(n, count)) for n in range(count)]
    return _run(plans, seconds=seconds, warm_up=warm_up, watched=watched or {})


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
    plans = [Plan(flow, url, most_at_once // PROCESSES, Share(n, PROCESSES), rate) for n in range(PROCESSES)]
    return _run(plans, seconds=seconds, warm_up=warm_up, watched=watched or {})


def _run(plans: list[Plan], *, seconds: float, warm_up: float, watched: Mapping[str, int]) -> Load:
    """All start together, once the last is ready."""
    children = [_spawn(plan) for plan in plans]
    for child, line in children:
        _heard(child, line)
    start = time.monotonic() + 0.05
    since, until = start + warm_up, start + warm_up + seconds
    lines = [line for _child, line in children]
    for line in lines:
        line.send((start, until))
    _sleep_until(since)
    before = {name: cpu_seconds(pid) for name, pid in watched.items()}
    _wait(lines, until)
    until = min(until, time.monotonic())
    used = {name: cpu_seconds(pid) - before[name] for name, pid in watched.items()}
    samples: list[Sample] = [sample for child, line in children for sample in _heard(child, line)]
    for child, _line in children:
        child.join()
    return Load.of(samples, since=since, until=until, cpu=used)


def _spawn(plan: Plan) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    ours, theirs = _CONTEXT.Pipe()
    child = _CONTEXT.Process(target=_drive, args=(plan, theirs), daemon=True)
    child.start()
    theirs.close()
    return child, ours


def _heard(child: multiprocessing.process.BaseProcess, line: Connection) -> Any:
    """The next thing the process says."""
    try:
        return line.recv()
    except EOFError:
        child.join()
        raise RuntimeError("a driving process died; its message stands above") from None


def _drive(plan: Plan, line: Connection) -> None:
    """In the driving process: one thread for each client."""
    callers = [Caller(plan.url) for _ in range(plan.clients)]
    line.send("ready")
    start, until = line.recv()
    threads = [threading.Thread(target=loop) for loop in _loops(plan, callers, start, until)]
    _sleep_until(start)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    line.send([sample for caller in callers for sample in caller.samples])


def _loops(plan: Plan, callers: list[Caller], start: float, until: float) -> list[Callable[[], None]]:
    if plan.rate is not None:
        arrivals = Arrivals(start, plan.rate, until, plan.share)
        return [partial(open_loop, plan.flow, caller, arrivals) for caller in callers]
    index, of = plan.share.index, plan.share.of
    shares = [Share(index + n * of, of * plan.clients) for n in range(plan.clients)]
    return [
        partial(closed_loop, plan.flow, caller, share=share, until=until)
        for caller, share in zip(callers, shares, strict=True)
    ]


def _wait(lines: list[Connection], until: float) -> None:
    """Until then, or until all have nothing left to do and say so."""
    for line in lines:
        line.poll(max(until - time.monotonic(), 0))


def _sleep_until(moment: float) -> None:
    time.sleep(max(moment - time.monotonic(), 0))
