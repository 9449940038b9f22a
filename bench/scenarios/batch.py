"""Orders by the hundred and by the thousand in one call."""

from bench.context import Bench
from bench.figures import Row, at_least
from bench.flows import PostBatches, PostOrders, bearer
from bench.orders import DIFFERENT, bodies

SIZES = (100, 1000)
CLIENTS = 2


def run(bench: Bench) -> list[Row]:
    """The first batch of all is for warming up; after it a call may well take longer than a warm-up would."""
    texts = bodies(DIFFERENT, now=bench.now(), mark="batch")
    headers = bearer(bench.tokens[bench.city])
    _row(bench, PostOrders(headers, texts, f"batch-{bench.cases}-warm"), SIZES[0])
    return [_row(bench, PostOrders(headers, texts, f"batch-{bench.cases}-{size}"), size) for size in SIZES]


def _row(bench: Bench, orders: PostOrders, size: int) -> Row:
    """Calls that began in time, counted with all their orders until the last of them was answered."""
    load = bench.closed(PostBatches(orders, size), clients=CLIENTS, warm_up=0)
    came = sum(size for sample in load.samples if not sample.is_error)
    figures = load.figures() | {"orders_per_s": came / load.span_seconds}
    return Row(f"batches of {size:,}, {CLIENTS} clients", figures, [at_least("orders_per_s", 800)])
