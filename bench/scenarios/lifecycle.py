"""The four calls of an order's life, mixed as on a working day: receive, sign, reply, search."""

import json
from urllib.parse import urlencode

from bench.context import Bench
from bench.figures import Row, at_least
from bench.flows import Act, Look, PostOrders, Several, bearer
from bench.orders import DIFFERENT, bodies
from bench.pool import to_reply, to_sign
from bench.words import searched_words

# Lives a second for which cases are made ready.
LIVES_A_SECOND = 80
REPLY = json.dumps({"text": "已到现场处理完毕，并告知诉求人。", "measures": "清理、劝导"}, ensure_ascii=False)
CALLS = ("order", "sign", "reply", "search")


def run(bench: Bench) -> list[Row]:
    """Each turn does the four calls on four cases: what a case waits for between them is not ours to measure."""
    count = int((bench.seconds + bench.warm_up) * LIVES_A_SECOND)
    city, centre = bearer(bench.tokens[bench.city]), bearer(bench.tokens[bench.centre])
    paths = [f"/api/v1/cases/?{urlencode({'q': word})}" for words in searched_words().values() for word in words]
    flow = Several(
        (
            PostOrders(city, bodies(DIFFERENT, now=bench.now(), mark="life"), f"life-{bench.cases}"),
            Act("sign", "{}", to_sign(bench, count, mark=f"life-sign-{bench.cases}")),
            Act("reply", REPLY, to_reply(bench, count, mark=f"life-reply-{bench.cases}")),
            Look("search", centre, paths),
        )
    )
    load = bench.closed(flow)
    figures = load.figures(calls=len(CALLS))
    figures |= {f"{name}_p95_ms": load.only(name).figures().get("p95_ms", 0.0) for name in CALLS}
    return [Row("lifecycle of 4 calls, 8 clients", figures, [at_least("rate_per_s", 40)])]
