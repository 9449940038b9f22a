"""Orders one by one through gunicorn, while worker and beat dispatch what came in."""

from datetime import datetime

from bench.context import Bench
from bench.figures import Row, at_least, at_most
from bench.flows import PostOrders, bearer
from bench.orders import DIFFERENT, bodies

STEADY_RATE = 100.0
# What came in since then, and how long it waited for its unit: what is left to a person is not waited for, and what
# waits still has waited until now. A sweep reads its `now` before what comes in while it works: that has not waited.
_WAITED = """
    SELECT percentile_disc(ARRAY[0.5, 0.95, 1]) WITHIN GROUP (
        ORDER BY greatest(extract(epoch FROM coalesce(dispatched_at, %s) - created_at)::float, 0)
    ) FROM cases_case WHERE created_at >= %s AND NOT is_held AND flow = 'hotline'
"""
_BACKLOG = "SELECT count(*) FROM cases_case WHERE state = 'pending_dispatch' AND NOT is_held"


def run(bench: Bench) -> list[Row]:
    texts = bodies(DIFFERENT, now=bench.now(), mark="intake")
    headers = bearer(bench.tokens[bench.city])
    with bench.serving.workers() as worker:
        pid = worker.process.pid if worker.process else 0
        began = bench.now()
        closed = bench.closed(PostOrders(headers, texts, f"closed-{bench.cases}"), worker=pid)
        full = _dispatching(bench, "8 clients", since=began)
        began = bench.now()
        steady = bench.open(PostOrders(headers, texts, f"open-{bench.cases}"), rate=STEADY_RATE, worker=pid)
        after = _dispatching(bench, f"{STEADY_RATE:g} arrivals a second", since=began)
    return [
        Row("intake, 8 clients", closed.figures(), [at_least("rate_per_s", 200), at_most("p95_ms", 80)]),
        full,
        Row(f"intake, {STEADY_RATE:g} arrivals a second", steady.figures(), [at_most("p95_ms", 80)]),
        after,
    ]


def _dispatching(bench: Bench, load: str, *, since: datetime) -> Row:
    """To be asked at the end of the load: what piled up meanwhile lies there now."""
    now = bench.now()
    median, most, longest = bench.value(_WAITED, now, since) or (0.0, 0.0, 0.0)
    figures = {"p50_s": median, "p95_s": most, "longest_s": longest, "backlog": float(bench.value(_BACKLOG))}
    return Row(f"receipt to dispatch, {load}", figures, [at_most("p95_s", 5)])
