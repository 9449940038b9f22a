"""A street and departments that speak by API alone; the clock stands where the story puts it."""

import itertools
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enforcement.api.examples import OFFICER
from organizations.actions.issue_token import issue_token
from organizations.models import Organization
from organizations.roles import Role
from tests import make
from tests.cases.test_api import Api, problem
from tests.enforcement.conftest import Whistling
from tests.pictures import picture

__all__ = ["problem"]
_colours = itertools.count(1)


@dataclass
class Scene:
    """The street's client, one for each department, the centre's supervisor in a browser's place."""

    whistling: Whistling
    street: Api
    clock: object
    clients: dict[str, Api] = field(default_factory=dict)

    def at(self, text: str) -> None:
        """'2026-11-24 09:45' in Shanghai."""
        self.clock.move_to(make.at(text), tick=False)

    def department(self, summons) -> Api:
        """The client of the department that this summons, as the API shows it, calls."""
        return self.client(summons["department"]["code"])

    def client(self, code: str) -> Api:
        if code not in self.clients:
            self.clients[code] = Api(Organization.objects.get(code=code), "summonses:answer")
        return self.clients[code]

    def body(self, n: int = 2, **facts):
        calls = self.whistling.calls(n)
        codes = [Organization.objects.get(pk=call.department_id).code for call in calls]
        usual = {
            "kind": "enforcement",
            "matter": "模式口大街环境整治",
            "location": {"address": "模式口大街", "lon": 116.2025, "lat": 39.9075},
            "leader": {"name": "李某", "post": "副主任"},
            "departments": [{"organization": code, "duty": "综合执法"} for code in codes],
        }
        return usual | facts

    def blow(self, n: int = 2, **facts):
        answer = self.street.post("/whistles/", self.body(n, **facts))
        assert answer.status_code == 201, answer.content.decode()
        return answer.json()

    def shown(self, whistle, client: Api | None = None):
        return (client or self.street).get(f"/whistles/{whistle['number']}/").json()

    def act(self, summons, action: str, body=None, client: Api | None = None, **headers):
        """Done by the summons's own department unless another client is named; the answer as it came."""
        who = client or self.department(summons)
        return who.post(f"/summonses/{summons['number']}/{action}/", body, **headers)

    def done(self, summons, action: str, body=None, client: Api | None = None):
        answer = self.act(summons, action, body, client)
        assert answer.status_code == 200, (action, answer.content.decode())
        return answer.json()

    def arrived(self, summons, **facts):
        return self.done(summons, "check-in", {"officer": OFFICER, "way": "app"} | facts)

    def photo(self, client: Api) -> str:
        """The id of a picture that this client sent just now."""
        file = SimpleUploadedFile("现场.jpg", picture(color=(next(_colours), 0, 0)), "image/jpeg")
        return client.client.post("/api/v1/attachments/", {"file": file}).json()["id"]


@pytest.fixture(autouse=True)
def _morning(time_machine):
    time_machine.move_to(make.MORNING, tick=False)


@pytest.fixture
def scene(whistling, time_machine, settings, tmp_path) -> Scene:
    settings.FILES_ROOT = tmp_path
    return Scene(whistling, Api(whistling.office, "whistles:write"), time_machine)


@pytest.fixture
def supervisor(whistling):
    """The duty supervisor of the centre, whose decisions no client may take."""
    return Browser(whistling.town.centre)


class Browser(Api):
    """A person who calls the API signed in, however long ago the last call was."""

    def __init__(self, organization):
        self.client, self.person = Client(), make.user(organization, Role.DUTY_SUPERVISOR)

    def post(self, path, body=None, **headers):
        self.client.force_login(self.person, backend="django.contrib.auth.backends.ModelBackend")
        return super().post(path, body, **headers)


class Another(Api):
    """A further client of an organization that has one already."""

    def __init__(self, organization, *scopes):
        admin = make.person(organization, Role.SYSTEM_ADMIN)
        issued = issue_token(organization, name=f"另一个 {scopes}", scopes=scopes, actor=admin, now=make.MORNING)
        self.client = Client(headers={"Authorization": f"Bearer {issued.token}"})
