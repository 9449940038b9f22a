"""Each fault, and how it is done. A proof lets time run over the same cases and leaves the database to the verdict."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bench.faults.celery_work import at_work
from bench.faults.filling import SPAN, START
from bench.faults.ground import RUN, Ground, patience, psycopg2_autocommit
from bench.faults.time_lapse import Lapse
from bench.faults.verdict import fired, wrong


@dataclass(frozen=True)
class Outcome:
    """What a proof did, and what came of it: `wrong` is empty or it failed."""

    name: str
    did: str
    rungs: int
    seconds: float
    wrong: dict[str, int]


def prove(name: str, place: Ground, *, scale: int = 1) -> Outcome:
    """`scale` multiplies what a proof does again and again: kills, restarts."""
    place.fresh()
    began = time.monotonic()
    did = PROOFS[name](place, scale)
    took, url = time.monotonic() - began, place.postgres.url(RUN)
    return Outcome(name, did, fired(url), took, wrong(url, now=(START + SPAN).isoformat()))


def racing(place: Ground, scale: int) -> str:
    """Two sweeps over the same due rungs, all due at once."""
    _sweep(place, _jumped(), workers=2)
    return "two sweeping processes, all due at once"


def closing(place: Ground, scale: int) -> str:
    lapse = _lapse(seconds=6)
    with _together(place, "cancel", lapse) as acting:
        _sweep(place, lapse, workers=2)
        return f"two sweeping processes while {_last_word(acting)} cases are cancelled"


def pausing(place: Ground, scale: int) -> str:
    lapse = _lapse(seconds=6)
    with _together(place, "pause", lapse) as acting:
        _sweep(place, lapse, workers=2)
        return f"two sweeping processes while {_last_word(acting)} cases are paused and resumed twice"


def killing(place: Ground, scale: int) -> str:
    kills = 5 * scale
    _sweep(place, _lapse(seconds=1.0 * scale), workers=2, kills=kills)
    return f"{kills} workers killed at random moments"


def jumping(place: Ground, scale: int) -> str:
    """The clock jumps a week ahead, then runs on."""
    _sweep(place, Lapse(START, START + timedelta(hours=8), time.time(), 3600 * 8), workers=1)
    _sweep(place, _jumped(), workers=1)
    return "eight hours, then the clock jumps ahead over everything"


def restarting_database(place: Ground, scale: int) -> str:
    lapse = _lapse(seconds=2.0 + 2 * scale)
    with place.begin("sweepers", 2, 0, 1, *lapse.words()) as sweepers:
        for n in range(scale):
            time.sleep(1.5)
            (place.postgres.kill if n % 2 else place.postgres.stop)()
            place.postgres.start()
        _end(sweepers)
    return f"PostgreSQL restarted {scale} times in the middle, every second time killed"


def restarting_broker(place: Ground, scale: int) -> str:
    """As production runs it; a worker that goes silent ends itself and is started again."""
    with at_work(place, beats=1, due=_is_anything_due(place)) as house:
        for _restart in range(3):
            time.sleep(2)
            place.valkey.stop()
            place.valkey.start()
        house.until_nothing_is_due(seconds=patience())
    return f"Valkey restarted three times, 2 s apart, under worker and beat ({house.restarts} workers started again)"


def doubling_beat(place: Ground, scale: int) -> str:
    with at_work(place, beats=2, due=_is_anything_due(place)) as house:
        house.until_nothing_is_due(seconds=patience())
    return "two beats with one worker of two processes"


PROOFS: dict[str, Callable[[Ground, int], str]] = {
    "racing sweeps": racing,
    "sweep against closing": closing,
    "sweep against pausing": pausing,
    "killed workers": killing,
    "clock jump": jumping,
    "database restarted": restarting_database,
    "broker restarted": restarting_broker,
    "two beats": doubling_beat,
}


def _lapse(*, seconds: float) -> Lapse:
    return Lapse(START, START + SPAN, time.time() + 2.5, SPAN.total_seconds() / seconds)


def _jumped() -> Lapse:
    return Lapse(START + SPAN, START + SPAN, 0.0, 1.0)


def _sweep(place: Ground, lapse: Lapse, *, workers: int, kills: int = 0) -> None:
    with place.begin("sweepers", workers, kills, 20261124, *lapse.words()) as sweepers:
        _end(sweepers)


def _end(process: "subprocess.Popen[str]") -> None:
    try:
        status = process.wait(patience())
    finally:
        process.kill()
    if status:
        raise RuntimeError(f"{status} sweeping processes failed; their messages stand above")


def _together(place: Ground, act: str, lapse: Lapse) -> "subprocess.Popen[str]":
    return place.begin("acting", act, 0.3, *lapse.words())


def _last_word(process: "subprocess.Popen[str]") -> str:
    said, _err = process.communicate(timeout=patience())
    if process.returncode:
        raise RuntimeError("the acting process failed; its message stands above")
    return said.strip()


def _is_anything_due(place: Ground) -> Callable[[], bool]:
    moment = (START + SPAN).isoformat()

    def ask() -> bool:
        with psycopg2_autocommit(place.postgres.url(RUN)) as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM cases_caseclock WHERE next_alarm_at <= %s)", [moment])
            (found,) = cursor.fetchone() or (False,)
        return bool(found)

    return ask
