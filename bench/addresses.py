"""Addresses of lists, named: many filters, the first page and one ten thousand rows further on."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from django.db.models import Count

from bench.context import Bench
from cases.models import Case
from cases.states import OPEN

DEEP_PAGES, PAGE = 50, 200


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    path: str


def desk() -> list[Address]:
    """The queues and filters a dispatcher opens; areas, units and categories are those with most cases."""
    where = {
        "open": {"queue": "open"},
        "handling": {"queue": "handling"},
        "overdue": {"queue": "overdue"},
        "nearly due": {"queue": "nearly_due"},
        "closed": {"queue": "closed"},
        "all": {"queue": "all"},
        "all, one street": {"queue": "all", "street": _busiest("street__code")},
        "all, one community": {"queue": "all", "community": _busiest("community__code")},
        "all, one unit": {"queue": "all", "organization": _busiest("lead__code")},
        "all, one category": {"queue": "all", "category": _busiest_category()},
        "all, red": {"queue": "all", "lamp": "red"},
        "all, urgent": {"queue": "all", "urgency": "urgent"},
        "open, street and lamp": {"queue": "open", "street": _busiest("street__code"), "lamp": "yellow,red"},
        "all, of one week": {"queue": "all", "received_after": "2026-03-02", "received_before": "2026-03-08"},
    }
    return [Address(name, f"/desk/?{urlencode(query)}") for name, query in where.items()]


def api() -> list[Address]:
    where = {
        "GET /cases/": {},
        "GET /cases/ open": {"open": "true"},
        "GET /cases/ newest": {"ordering": "-received_at"},
        "GET /cases/ closed, newest": {"state": "closed", "ordering": "-received_at"},
        "GET /cases/ one street, by due": {"street": _busiest("street__code")},
        "GET /cases/ one category, by due": {"category": _busiest_category()},
    }
    return [Address(name, f"/api/v1/cases/?{urlencode(query)}") for name, query in where.items()]


def deep(bench: Bench, address: Address, headers: Mapping[str, str]) -> Address | None:
    """The same list some ten thousand rows on, reached as a client reaches it; None when it ends before."""
    split = urlsplit(address.path)
    query = {name: values[0] for name, values in parse_qs(split.query).items()}
    cursor = ""
    for _page in range(DEEP_PAGES):
        asked = query | {"limit": str(PAGE)} | ({"cursor": cursor} if cursor else {})
        following = json.loads(_get(bench, f"{split.path}?{urlencode(asked)}", headers))["next"]
        if following is None:
            return None
        cursor = parse_qs(urlsplit(following).query)["cursor"][0]
    return Address(f"{address.name}, deep", f"{split.path}?{urlencode(query | {'cursor': cursor})}")


def of_the_desk(deep_address: Address, queue: str) -> Address:
    """The desk's page at the same place of the same list: both read the same cursors."""
    cursor = parse_qs(urlsplit(deep_address.path).query)["cursor"][0]
    return Address(f"{queue}, deep", f"/desk/?{urlencode({'queue': queue, 'cursor': cursor})}")


def _busiest(column: str) -> str:
    counted = Case.objects.filter(state__in=OPEN, **{f"{column}__isnull": False}).values_list(column)
    return str(counted.annotate(n=Count("pk")).order_by("-n", column)[0][0])


def _busiest_category() -> str:
    """A top category with its kind."""
    column = "category__parent__parent"
    counted = Case.objects.filter(state__in=OPEN, category__level=3).values_list(f"{column}__kind", f"{column}__code")
    kind, code, _n = counted.annotate(n=Count("pk")).order_by("-n")[0]
    return f"{kind}:{code}"


def _get(bench: Bench, path: str, headers: Mapping[str, str]) -> bytes:
    address = urlsplit(bench.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    try:
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
        return answer.read()
    finally:
        connection.close()
