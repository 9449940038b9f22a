"""What most stories need: a small district with its organizations, and rules of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import settings

from cases.models import Category, CategoryScheme, ClockLimit, FilingStandard
from deadlines.actions.load_ladder import load_ladder
from grid import index
from organizations.models import Organization
from tests import make
from tests.browsing import chromium, enter, make_user  # noqa: F401 - fixtures, one browser for all folders
from tests.grid.make import MiniDistrict, make_mini_district
from tests.make import brought_in, load_calendar
from tests.walking import pytest_terminal_summary, walked  # noqa: F401 - counted in several folders

# No test is judged by the clock on the wall: the machine may be busy.
settings.register_profile("center", deadline=None)
settings.load_profile("center")


@dataclass(frozen=True)
class Town:
    """A mini district at work: the centre, two street offices, a department, the city's hotline."""

    area: MiniDistrict
    city: Organization
    centre: Organization
    streets: list[Organization]
    communities: list[Organization]
    department: Organization


def build_town() -> Town:
    """Loads calendar, ladder and limits, and sets up the organizations of the mini district."""
    area = make_mini_district()
    load_calendar()
    brought_in(load_ladder)
    centre = make.organization("district_centre", name="区指挥中心", short_name="指挥中心")
    streets = [
        make.organization("street", code=s.code, name=f"{s.name}办事处", short_name=s.name, street=s, parent=centre)
        for s in area.streets
    ]
    communities = [
        make.organization("community", code=c.code, name=c.name, short_name=c.name, community=c, parent=office)
        for c, office in zip(area.communities, [o for o in streets for _ in (0, 1)], strict=True)
    ]
    town = Town(
        area=area,
        city=make.organization("city", name="市民热线", short_name="市热线"),
        centre=centre,
        streets=streets,
        communities=communities,
        department=make.organization(name="城市管理委员会", short_name="城市管理委", parent=centre),
    )
    set_limits()
    return town


def set_limits() -> None:
    """The general limits that the stories count with; a category each of hotline and grid."""
    since = {"valid_from": date(2020, 1, 1)}
    for urgency, n in (("emergency", 2), ("urgent", 24)):
        _standard(urgency=urgency, flow="hotline", limit_value=n, limit_kind="urgent_hour", counts_from="received")
    for urgency, n in (("general", 7), ("complex", 15)):
        _standard(urgency=urgency, flow="hotline", limit_value=n, limit_kind="natural_day", counts_from="received")
    _standard(flow="grid", limit_value=5, limit_kind="work_day", counts_from="dispatched")
    for kind, n, unit, start in (
        ("dispatch", "0.5", "work_hour", "received"),
        ("sign", "2", "work_hour", "dispatched"),
        ("contact", "24", "urgent_hour", "dispatched"),
        ("supervise", "4", "work_hour", "dispatched"),
    ):
        ClockLimit.objects.create(clock_kind=kind, limit_value=n, limit_kind=unit, counts_from=start, **since)
    scheme = CategoryScheme.objects.create(code="test", name="测试分类", standard="测试", version="1", **since)
    for kind, code, name in (("hotline", "030701", "占道经营"), ("event", "06010", "暴露垃圾")):
        Category.objects.create(scheme=scheme, kind=kind, code=code, name=name, level=1, path_name=name)


def _standard(**columns: Any) -> None:
    words = {"condition": "一般情形", "closing_condition": "办理完毕", "valid_from": date(2020, 1, 1)}
    FilingStandard.objects.create(**(words | columns))


@pytest.fixture
def town(db) -> Town:
    return build_town()


@pytest.fixture(autouse=True)
def _forgotten_areas() -> Iterator[None]:
    """The index of areas lives in the process; a test must not meet those of the one before."""
    index.forget()
    yield
    index.forget()


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """A server's request ends with its connections; here it shares the test's."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
