"""Text search: the words decide, and so does who asks."""

from urllib.parse import urlencode

from bench.context import Bench
from bench.figures import Row, at_most
from bench.flows import Headers, bearer
from bench.scenarios.queue import STREET
from bench.words import searched_words
from cases.queries.filters import CaseFilter
from cases.queries.reading import to_page
from cases.queries.visibility import visible_to
from foundation.pages import Ordering, keyset_page
from kernel.actors import Actor

BUDGET = (at_most("server_p95_ms", 100),)


def run(bench: Bench) -> list[Row]:
    """One client, by the API as the centre and as one street, and on the desk in its two orders."""
    centre, street = bearer(bench.tokens[bench.centre]), bench.person(STREET)
    assert street.organization_id is not None
    rows = _rows(bench, "API, centre", centre, "/api/v1/cases/?")
    rows += _rows(bench, "API, one street", bearer(bench.tokens[street.organization_id]), "/api/v1/cases/?")
    rows += _rows(bench, "desk, all", bench.session("diaodu"), "/desk/?queue=all&")
    rows += _rows(bench, "desk, open", bench.session("diaodu"), "/desk/?queue=open&")
    _explain(bench, "centre", bench.actor_of_client(bench.centre))
    _explain(bench, "one street", street.actor)
    return rows


def _rows(bench: Bench, who: str, headers: Headers, before: str) -> list[Row]:
    asked = [(kind, f"{before}{urlencode({'q': word})}") for kind, words in searched_words().items() for word in words]
    load = bench.walk(headers, asked)
    return [Row(f"search, {who}: {kind} words", load.only(kind).figures(), BUDGET) for kind in searched_words()]


def _explain(bench: Bench, who: str, actor: Actor) -> None:
    for kind, words in searched_words().items():
        found = CaseFilter({"q": words[0]}, to_page(visible_to(actor)), now=bench.now())
        ordering = Ordering("due_at", nullable=True)
        bench.explain(
            f"search, {who}: {kind} ({words[0]})",
            lambda found=found, by=ordering: keyset_page(found.qs, ordering=by, cursor=None, limit=50),  # type: ignore[misc]
        )
