"""A whistle that was blown, and the browsers of those who have to do with it."""

from dataclasses import dataclass, field

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from enforcement.models import Summons, Whistle
from organizations.models import Organization
from organizations.roles import Role
from tests import make
from tests.desk.conftest import Desk, seat
from tests.enforcement.conftest import Whistling, build
from tests.pictures import photo


@dataclass
class Pages:
    """The street's leader and clerk, the centre's supervisor, and officers, each in a browser."""

    whistling: Whistling
    leader: Desk
    clerk: Desk
    supervisor: Desk
    officers: dict[int, Desk] = field(default_factory=dict)

    def officer(self, summons: Summons) -> Desk:
        pk = summons.department_id
        if pk not in self.officers:
            self.officers[pk] = seat(Organization.objects.get(pk=pk), Role.DEPARTMENT_OFFICER, name="张科员")
        return self.officers[pk]


@pytest.fixture
def pages(db) -> Pages:
    whistling = build()
    with time_machine.travel(make.NOON, tick=False):
        yield Pages(
            whistling,
            leader=seat(whistling.office, Role.STREET_LEADER, name="李副主任"),
            clerk=seat(whistling.office, Role.STREET_OPERATOR, name="甲经办"),
            supervisor=seat(whistling.town.centre, Role.DUTY_SUPERVISOR, name="赵值班"),
        )


def text_of(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def open_page(desk: Desk, whistle: Whistle, query: str = ""):
    return desk.get(f"whistles/{whistle.number}/{query}")


def act(desk: Desk, subject: Whistle | Summons, name: str, *, version: object = None, **typed):
    """Sends the form of one action as the page as it stands would."""
    subject.refresh_from_db(fields=["version"])
    room = "whistles" if isinstance(subject, Whistle) else "summonses"
    data = {"version": subject.version if version is None else version, **typed}
    return desk.browser.post(f"/desk/{room}/{subject.number}/{name}/", data)


def upload(width: int = 640) -> SimpleUploadedFile:
    """A photo as a browser sends it; another width is another photo."""
    return SimpleUploadedFile("现场.jpg", photo(size=(width, 480)), content_type="image/jpeg")
