"""One case in detail, and one action on it."""

from bench.context import Bench
from bench.figures import Row, at_least
from bench.flows import Act, Look, bearer
from bench.pool import to_sign
from cases.models import Case

# Enough for 200 a second, a quarter more than we hope for.
SIGNATURES_A_SECOND = 200


def run(bench: Bench) -> list[Row]:
    centre = bearer(bench.tokens[bench.centre])
    ids = list(Case.objects.order_by("pk").values_list("pk", flat=True)[:: max(bench.cases // 500, 1)])
    numbers = Case.objects.filter(pk__in=ids).values_list("case_no", flat=True)
    detail = bench.closed(Look("detail", centre, [f"/api/v1/cases/{number}/" for number in numbers]))
    count = int((bench.seconds + bench.warm_up) * SIGNATURES_A_SECOND)
    signing = bench.closed(Act("sign", "{}", to_sign(bench, count, mark=f"sign-{bench.cases}")))
    return [
        Row("case in detail, 8 clients", detail.figures(), [at_least("rate_per_s", 150)]),
        Row("sign, 8 clients", signing.figures(), [at_least("rate_per_s", 120)]),
    ]
