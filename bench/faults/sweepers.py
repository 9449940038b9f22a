"""Sweeping processes, killed again and again: `python -m bench.faults.sweepers WORKERS KILLS SEED LAPSE…`.

Django is set up once; each worker is a fork of this process, so that a killed one is replaced in a moment. A worker
sweeps until the time lapse is over and nothing is due; the last kills are over before that is asked.
"""

import os
import random
import signal
import sys
import time

import django

from bench.faults.time_lapse import Lapse


def main() -> None:
    workers, kills, seed = (int(word) for word in sys.argv[1:4])
    lapse, chance = Lapse.of(sys.argv[4:8]), random.Random(seed)
    django.setup()
    import cases.tasks  # noqa: F401 - imported once for all forks

    running = [_fork(lapse) for _ in range(workers)]
    for _kill in range(kills):
        time.sleep(chance.uniform(0.005, 0.25))
        victim = running.pop(chance.randrange(len(running)))
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        running.append(_fork(lapse))
    failed = sum(os.waitpid(pid, 0)[1] != 0 for pid in running)
    raise SystemExit(failed)


def _fork(lapse: Lapse) -> int:
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            _sweep(lapse)
            status = 0
        finally:
            os._exit(status)
    return pid


def _sweep(lapse: Lapse) -> None:
    from django.db import DatabaseError, connection

    from cases.actions.escalate import escalate_due
    from cases.models import CaseClock

    while True:
        is_over, now = lapse.is_over, lapse.now()
        try:
            escalate_due(now=now, worker=f"faults-{os.getpid()}")
            if is_over and not CaseClock.objects.filter(next_alarm_at__lte=now).exists():
                return
        except DatabaseError:  # the server was restarted: as a worker would, the next beat tries again
            connection.close()
            time.sleep(0.2)


if __name__ == "__main__":
    main()
