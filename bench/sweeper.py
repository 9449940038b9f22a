"""One worker process of the sweep's scenario: runs the task that beat would send, until nothing is due any more.

Says `ready`, waits for a line, works, then prints how many sweeps it took.
"""

import sys

import django


def main() -> None:
    django.setup()
    from cases.models import CaseClock
    from cases.tasks import sweep_clocks
    from deadlines.rules import current_rules
    from deadlines.sweep.claim import due_clocks
    from foundation.clock import now

    current_rules()
    print("ready", flush=True)
    sys.stdin.readline()
    sweeps = 0
    while due_clocks(CaseClock, now=now()).exists():
        sweep_clocks.apply(throw=True)
        sweeps += 1
    print(sweeps, flush=True)


if __name__ == "__main__":
    main()
