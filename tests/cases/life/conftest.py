"""People of both flows, and an inspector who answers for the first unit grid."""

import io
import itertools
from datetime import date

import pytest

from cases.models import ClockLimit
from cases.rules.orders import Whereabouts
from foundation.actions.add_attachment import add_attachment
from grid.models import DutyGrid
from organizations.roles import Role
from tests import make
from tests.pictures import picture


@pytest.fixture
def supervisor(town):
    return make.person(town.centre, Role.DISPATCHER, Role.DUTY_SUPERVISOR)


@pytest.fixture
def centre(town):
    """Whoever does everything at the centre."""
    return make.person(town.centre, Role.INTAKE_OPERATOR, Role.DISPATCHER, Role.DUTY_SUPERVISOR, Role.CALLBACK_CLERK)


@pytest.fixture
def officer(town):
    return make.person(town.streets[0], Role.STREET_OPERATOR)


@pytest.fixture
def inspector(town):
    """马巡查, who walks the first unit grid; verification takes four working hours, a check one working day."""
    user = make.user(town.centre, Role.INSPECTOR, display_name="马巡查")
    duty = DutyGrid.objects.create(
        code="D01", name="一号责任网格", inspector=f"user:{user.pk}", started_on=date(2024, 1, 1)
    )
    duty.unit_grids.add(town.area.unit_grids[0])
    for kind, n, unit in (("verify", 4, "work_hour"), ("check", 1, "work_day")):
        ClockLimit.objects.create(
            clock_kind=kind, limit_value=n, limit_kind=unit, counts_from="received", valid_from=date(2020, 1, 1)
        )
    return user


@pytest.fixture
def report(town):
    """An inspector's report from the first unit grid."""

    def new(**facts):
        point = town.area.point_in(town.area.unit_grids[0])
        facts.setdefault("whereabouts", Whereabouts(lon=point.lon, lat=point.lat))
        return make.case(sender=town.city, source="inspector", category_code="event:06010", **facts)

    return new


@pytest.fixture
def photo(settings, tmp_path):
    """A photo that somebody took in just now: its id."""
    settings.FILES_ROOT = tmp_path

    numbers = itertools.count(1)

    def new(actor, *, at=make.MORNING):
        return add_attachment(io.BytesIO(picture(color=(next(numbers), 0, 0))), name="现场.jpg", actor=actor, now=at).pk

    return new
