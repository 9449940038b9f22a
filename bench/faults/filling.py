"""Fills the base: `python -m bench.faults.filling CASES`. Received and dispatched at `START`, so that time can be let
run from there."""

import sys
from datetime import datetime, timedelta

import django

# A Monday morning: the first limits end within the day, the longest a week later.
START = datetime.fromisoformat("2026-11-16T09:00:00+08:00")
# From there to the last step of the longest limit.
SPAN = timedelta(days=14)


def main() -> None:
    django.setup()
    from cases.actions.dispatch_waiting import dispatch_waiting
    from cases.imports.receiving import receive_many
    from cases.models import Case
    from cases.rules.orders import Order, Whereabouts
    from grid.models import Street
    from kernel.actors import Actor

    count, streets = int(sys.argv[1]), list(Street.objects.values_list("name", flat=True))
    sender = Actor.system("faults", "故障演练")
    facts = {"source": "12345", "received_at": START, "request_kind": "help", "title": "路灯不亮", "urgency": "general"}
    orders = [
        Order(
            order_no=f"热线-{n:06d}",
            content="路口三盏路灯全灭。",
            category_code="",
            whereabouts=Whereabouts(street=streets[n % len(streets)]),
            **facts,
        )
        for n in range(count)
    ]
    for begin in range(0, count, 1000):
        receive_many(orders[begin : begin + 1000], actor=sender, now=START)
    dispatch_waiting(now=START, limit=count)
    dispatched = Case.objects.filter(state="dispatched").count()
    if dispatched != count:
        raise SystemExit(f"{dispatched} of {count} cases were dispatched")


if __name__ == "__main__":
    main()
