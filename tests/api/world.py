"""A town with something behind every address of the API, and everybody who may knock at it."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from django.test import Client

from cases.states import State
from enforcement.models import Summons
from foundation.actions.add_attachment import add_attachment
from notices.models import Delivery, Endpoint
from notices.sequencer import sequence_all
from organizations.actions.issue_token import issue_token
from organizations.models import Organization
from organizations.roles import Role, fits
from organizations.scopes import ApiScope
from tests import make
from tests.cases.life.scenes import LATER, Scene
from tests.cases.life.staging import Stage, stage
from tests.enforcement.conftest import Whistling
from tests.make import MORNING
from tests.pictures import picture

CSRF = "x" * 32
_PLACE = re.compile(r"/([a-z-]+)/\{(\w+)\}")
# Where no order of the hotline ever stands: it is not filed, and nobody goes to look.
_GRID_ALONE = frozenset({State.RECEIVED, State.VERIFYING, State.CHECKING})
_OFFICE = ("cases:read", "cases:act", "whistles:write", "changes:read", "webhooks:manage")


@dataclass(frozen=True)
class Caller:
    """Somebody at the door, with what is sent along."""

    name: str
    headers: dict[str, str]
    cookies: dict[str, str]


@dataclass
class World:
    """`ids` by the word before them in an address (`/cases/{…}/`), `words` by the field that names them; the callers
    take `turns` without end."""

    stage: Stage
    callers: list[Caller]
    ids: dict[str, list[str]]
    words: dict[str, list[Any]]
    turns: Iterator[Caller] = field(init=False)

    def __post_init__(self) -> None:
        self.turns = cycle(self.callers)

    def ids_in(self, path: str) -> dict[str, list[str]]:
        """What is really there, for each parameter of an address."""
        return {name: self.ids[word] for word, name in _PLACE.findall(path) if word in self.ids}


def build_world(whistling: Whistling) -> World:
    """A case in every state, a whistle with its summonses, an address that was told of it all."""
    town = whistling.town
    s = stage(town, photo)
    cases = [case for state in State for case in _cases_in(s, state)]
    whistle = whistling.blow(2)
    endpoint = Endpoint.objects.create(
        organization=town.streets[0], url="https://receiver.example/hook", secret="whsec_" + "A" * 43 + "=",
        created_at=MORNING, created_by="接口",
    )  # fmt: skip
    s.cases["hotline"] = make.case(sender=town.city)
    sequence_all(now=MORNING)
    photos = [str(photo(s.people["street_client"])) for _ in range(2)]
    ids = {
        "cases": [case.case_no for case in cases],
        "orders": [case.order_no for case in cases],
        "whistles": [whistle.number],
        "summonses": [str(pk) for pk in Summons.objects.values_list("pk", flat=True)],
        "webhooks": [str(endpoint.pk)],
        "deliveries": [str(pk) for pk in Delivery.objects.values_list("pk", flat=True)[:3]],
        "attachments": photos,
    }
    words: dict[str, list[Any]] = {
        "organization": [one.code for one in Organization.objects.all()],
        "category_code": ["030701", "06010"],
        "main": ids["cases"],
        "case_no": ids["cases"],
        "standard": [s.standard.pk],
        "task": [task.pk for case in cases for task in case.tasks.all()],
        "attachments": [[], photos],
        "until": [LATER.isoformat()],
        "due_at": [LATER.isoformat(), None],
    }
    return World(s, list(callers(town)), ids, words)


def photo(actor: Any) -> Any:
    return add_attachment(io.BytesIO(picture()), name="现场.jpg", actor=actor, now=MORNING).pk


def _cases_in(s: Stage, state: str) -> Iterator[Any]:
    """One of either flow that knows the state: with an order to answer, an alert, an application that waits for its
    decision."""
    waiting = {"return_requested": "return", "handling": "extension", "replied": "shelving"}
    for flow in ("grid",) if state in _GRID_ALONE else ("hotline", "grid"):
        s.cases[flow] = make.case(sender=s.town.city, **{} if flow == "hotline" else {"source": "inspector"})
        scene = Scene("", flow=flow, has_alert=True, is_supervised=True, bearer="worker")
        scene.application = waiting.get(state, "")
        yield s.set(scene, state)


def callers(town: Any) -> Iterator[Caller]:
    """Everybody by role, API clients by what they are for, one that may do everything, and a stranger."""
    homes = {"district_centre": town.centre, "street": town.streets[0], "department": town.department}
    homes["community"] = town.communities[0]
    for role in Role:
        home = next(home for kind, home in homes.items() if fits(role, kind))
        browser = Client()
        browser.force_login(make.user(home, role), backend="django.contrib.auth.backends.ModelBackend")
        cookies = {"sessionid": browser.cookies["sessionid"].value, "csrftoken": CSRF}
        yield Caller(role.value, {"X-CSRFToken": CSRF}, cookies)
    clients = {
        "city": (town.city, ("orders:write", "cases:read", "changes:read")),
        "street": (town.streets[0], _OFFICE),
        "other street": (town.streets[1], _OFFICE),
        "department": (town.department, ("summonses:answer", "changes:read", "webhooks:manage")),
        "centre": (town.centre, tuple(ApiScope.values)),
    }
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    for name, (home, scopes) in clients.items():
        token = issue_token(home, name=name, scopes=list(scopes), actor=admin, now=MORNING).token
        yield Caller(f"{name} client", {"Authorization": f"Bearer {token}"}, {})
    yield Caller("stranger", {"Authorization": "Bearer ccs_unknown"}, {})
