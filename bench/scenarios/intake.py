"""Orders one by one through gunicorn, while worker and beat dispatch what came in."""

from collections.abc import Callable

from bench.context import Bench
from bench.driving import Load
from bench.figures import Limit, Row, at_least, at_most
from bench.flows import PostOrders, bearer
from bench.orders import DIFFERENT, bodies
from bench.watching import DispatchWatcher

STEADY_RATE = 100.0
PROMPT = at_most("p95_ms", 80)


def run(bench: Bench) -> list[Row]:
    texts = bodies(DIFFERENT, now=bench.now(), mark="intake")
    headers = bearer(bench.tokens[bench.city])
    closed = PostOrders(headers, texts, f"closed-{bench.cases}")
    steady = PostOrders(headers, texts, f"open-{bench.cases}")
    with bench.serving.workers() as worker:
        pid = worker.process.pid if worker.process else 0
        return [
            *_rows(bench, "8 clients", [at_least("rate_per_s", 200), PROMPT], lambda: bench.closed(closed, worker=pid)),
            *_rows(
                bench,
                f"{STEADY_RATE:g} arrivals a second",
                [PROMPT],
                lambda: bench.open(steady, rate=STEADY_RATE, worker=pid),
            ),
        ]


def _rows(bench: Bench, load: str, budget: list[Limit], drive: Callable[[], Load]) -> list[Row]:
    """The load itself, and how long what it brought waited for its unit."""
    with DispatchWatcher(bench) as seen:
        figures = drive().figures()
    return [
        Row(f"intake, {load}", figures, budget),
        Row(f"receipt to dispatch, {load}", seen.figures(), [at_most("p95_s", 5)]),
    ]
