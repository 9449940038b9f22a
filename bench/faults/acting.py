"""People at work while the sweep runs: `python -m bench.faults.acting cancel|pause SHARE LAPSE…`.

One case after the other, each at its moment of the time lapse; prints how many it acted on.
"""

import sys
from datetime import datetime
from typing import Any

import django

from bench.faults.time_lapse import Lapse


def main() -> None:
    django.setup()
    from cases.models import Case

    act, share, lapse = {"cancel": _cancel, "pause": _pause}[sys.argv[1]], float(sys.argv[2]), Lapse.of(sys.argv[3:7])
    ids = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    chosen = ids[:: max(round(1 / share), 1)]
    for case_id in chosen:
        act(case_id, lapse.now())
    print(len(chosen))


def _cancel(case_id: int, now: datetime) -> None:
    from cases.actions.cancel import cancel
    from kernel.actors import Actor

    cancel(case_id, reason="故障演练", actor=Actor.system("faults", "故障演练"), now=now)


def _pause(case_id: int, now: datetime) -> None:
    """Pauses what runs and lets run what paused, twice, under the case's lock."""
    from django.db import transaction

    from cases.actions.door import locked
    from cases.models import CaseClock
    from deadlines import clocks

    for verb, state in ((clocks.pause, "running"), (clocks.resume, "paused")) * 2:
        with transaction.atomic():
            locked(case_id)
            live: Any = CaseClock.objects.select_for_update(of=("self",)).filter(case=case_id, state=state)
            for clock in live.order_by("pk"):
                verb(clock, at=max(now, clock.started_at))


if __name__ == "__main__":
    main()
