"""A whistle that was blown, and the browsers of those who have to do with it."""

from dataclasses import dataclass, field

import pytest
import time_machine

from enforcement.models import Summons, Whistle
from organizations.models import Organization
from organizations.roles import Role
from tests import make
from tests.desk.conftest import Desk, seat
from tests.enforcement.conftest import Whistling, build


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


def form_of(whistle: Whistle, summons: Summons | None = None, **typed) -> dict[str, object]:
    subject = summons or whistle
    subject.refresh_from_db()
    return {"version": subject.version, **typed}


