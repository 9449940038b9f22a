"""What a scenario is handed: one seeded base with servers on it, and ways to load and to look."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.test import Client

from bench.driving import Load, drive_closed, drive_open
from bench.driving.loops import Flow
from bench.flows import Walk
from bench.plans import QueryPlan, plans_of
from bench.serving import Serving
from command_center.demo.clients import issue_clients
from foundation import clock
from kernel.actors import Actor
from organizations.models import ApiClient, Organization, User

CLIENTS = 8
ROUNDS = 20
SLOWEST_SECONDS = 180.0


@dataclass
class Bench:
    """`cases` in the base; loads are measured for `seconds` after `warm_up` seconds that are left out."""

    cases: int
    seconds: float
    warm_up: float
    serving: Serving
    postgres_pid: int
    plans: list[QueryPlan] = field(default_factory=list)

    def now(self) -> datetime:
        """The bench's own time: each run begins at the same moment of the same day."""
        return clock.now()

    def closed(self, flow: Flow, *, clients: int = CLIENTS, warm_up: float | None = None, worker: int = 0) -> Load:
        """A closed loop against gunicorn; processor time is that of web, database and, if given, worker."""
        return drive_closed(
            flow,
            self.url,
            clients=clients,
            seconds=self.seconds,
            warm_up=self.warm_up if warm_up is None else warm_up,
            watched=self._watched(worker),
        )

    def walk(self, headers: Mapping[str, str], addresses: Sequence[tuple[str, str]]) -> Load:
        """One client over the named addresses, round after round, the first one left out: no call waits for another,
        so what is measured is what a page costs the server. Ends after `ROUNDS`, or when too slow for that."""
        self._walk(headers, addresses, rounds=1)
        return self._walk(headers, addresses, rounds=ROUNDS)

    def _walk(self, headers: Mapping[str, str], addresses: Sequence[tuple[str, str]], *, rounds: int) -> Load:
        flow, most = Walk(dict(headers), addresses, rounds), SLOWEST_SECONDS
        return drive_closed(flow, self.url, clients=1, seconds=most, warm_up=0, watched=self._watched(0))

    def open(self, flow: Flow, *, rate: float, worker: int = 0) -> Load:
        """An open loop of `rate` arrivals a second against gunicorn."""
        return drive_open(
            flow,
            self.url,
            rate=rate,
            seconds=self.seconds,
            warm_up=self.warm_up,
            watched=self._watched(worker),
        )

    @property
    def url(self) -> str:
        self.serving.web()
        return self.serving.url

    def explain(self, title: str, work: Callable[[], object]) -> None:
        """Keeps the plans of what `work` asks the database for the report."""
        self.plans += plans_of(title, work)

    def value(self, statement: str, *values: Any) -> Any:
        """The one value a statement answers."""
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            row = cursor.fetchone()
        return row[0] if row else None

    @cached_property
    def tokens(self) -> dict[int, str]:
        """A fresh token of each organization's API client."""
        issued = {client.organization: client.token for client in issue_clients(now=self.now())}
        names = Organization.objects.filter(short_name__in=issued).values_list("pk", "short_name")
        return {pk: issued[name] for pk, name in names}

    @cached_property
    def city(self) -> int:
        return Organization.objects.get(kind=Organization.Kind.CITY).pk

    @cached_property
    def centre(self) -> int:
        return Organization.objects.get(kind=Organization.Kind.DISTRICT_CENTRE).pk

    def actor_of_client(self, organization: int) -> Actor:
        return ApiClient.objects.get(organization=organization, name__endswith="业务系统").actor

    def person(self, username: str) -> User:
        return User.objects.get(username=username)

    def session(self, username: str) -> dict[str, str]:
        """The headers of a browser in which this person has signed in."""
        browser = Client()
        browser.force_login(self.person(username), backend="django.contrib.auth.backends.ModelBackend")
        return {"Cookie": f"sessionid={browser.cookies['sessionid'].value}"}

    def _watched(self, worker: int) -> dict[str, int]:
        web = self.serving.web().process
        watched = {"web": web.pid if web else 0, "db": self.postgres_pid}
        return watched | ({"worker": worker} if worker else {})
