"""Orders by the hundred and by the thousand in one call."""

from bench.context import Bench
from bench.figures import Row, at_least
from bench.flows import PostBatches, PostOrders, bearer
from bench.orders import DIFFERENT, bodies

SIZES = (100, 1000)
CLIENTS = 2


def run(bench: Bench) -> list[Row]:
    texts = bodies(DIFFERENT, now=bench.now(), mark="batch")
    headers = bearer(bench.tokens[bench.city])
    return [_row(bench, PostOrders(headers, texts, f"batch-{bench.cases}-{size}"), size) for size in SIZES]


def _row(bench: Bench, orders: PostOrders, size: int) -> Row:
    """The rate is of calls; beside it that of orders, counted where they arrived."""
    before = bench.value("SELECT last_value FROM case_no_sequence")
    load = bench.closed(PostBatches(orders, size), clients=CLIENTS)
    came = bench.value("SELECT last_value FROM case_no_sequence") - before
    figures = load.figures() | {"orders_per_s": came / (bench.seconds + bench.warm_up)}
    return Row(f"batches of {size:,}, {CLIENTS} clients", figures, [at_least("orders_per_s", 800)])
