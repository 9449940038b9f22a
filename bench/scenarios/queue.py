"""Pages of 50 rows, whatever the filter and however deep."""

from django.http import QueryDict

from bench.addresses import Address, api, deep, desk, of_the_desk
from bench.context import Bench
from bench.figures import Row, at_most
from bench.flows import Headers, bearer
from command_center.desk.board import board_of

BUDGET = (at_most("server_p95_ms", 40), at_most("sql_most", 8))
STREET = "bajiao"
# Addresses that the desk and the API both have, for the deep page of each.
SAME = {"GET /cases/ open": "open", "GET /cases/ newest": "all"}


def run(bench: Bench) -> list[Row]:
    """The centre, one street, and a client of the API."""
    centre, pages = bearer(bench.tokens[bench.centre]), desk()
    lists = api()
    far = [found for one in lists if (found := deep(bench, one, centre)) is not None]
    pages += [of_the_desk(one, SAME[name]) for one in far if (name := one.name.removesuffix(", deep")) in SAME]
    people = {"dispatcher": "diaodu", "street": STREET}
    rows = [row for who, name in people.items() for row in _rows(bench, f"{who}: ", bench.session(name), pages)]
    rows += _rows(bench, "", centre, [*lists, *far])
    for who, name in people.items():
        _explain(bench, who, name, pages)
    return rows


def _rows(bench: Bench, before: str, headers: Headers, addresses: list[Address]) -> list[Row]:
    load = bench.walk(headers, [(one.name, one.path) for one in addresses])
    found = [Row(f"{before}{one.name}", load.only(one.name).figures(), BUDGET) for one in addresses]
    return [*found, Row(f"{before or 'API: '}all of these", load.figures())]


def _explain(bench: Bench, who: str, username: str, pages: list[Address]) -> None:
    actor, now = bench.person(username).actor, bench.now()
    for page in pages:
        query = QueryDict(page.path.partition("?")[2])
        bench.explain(f"{who}: {page.name}", lambda query=query: board_of(query, actor=actor, now=now))  # type: ignore[misc]
