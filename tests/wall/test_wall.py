"""⑦ 大屏: who gets it, what stands on it, and what never does."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from cases.actions.dispatch import dispatch
from cases.rules.orders import Caller, Whereabouts
from foundation import clock
from organizations.actions.disable_client import disable_client
from organizations.models import ApiClient
from organizations.roles import Role
from tests import make
from tests.wall.conftest import token_of


def in_street(town, n=0, **facts):
    where = Whereabouts(street=town.area.streets[n].name)
    return make.case(sender=town.city, whereabouts=where, **facts)


@pytest.mark.parametrize("part", ["", "board/"])
def test_a_screen_needs_its_token_and_an_ended_one_opens_nothing(town, part):
    token = token_of(town.centre)
    assert Client().get(f"/wall/{token}/{part}").status_code == 200
    assert Client().get(f"/wall/{token}x/{part}").status_code == 404
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    disable_client(ApiClient.objects.get(), reason="收回", actor=admin, now=clock.now())
    assert Client().get(f"/wall/{token}/{part}").status_code == 404


@pytest.mark.parametrize("scopes", [["cases:read"], ["wall:show", "cases:read"]])
def test_a_token_that_opens_more_than_a_screen_has_no_business_in_an_address(town, scopes):
    assert Client().get(f"/wall/{token_of(town.centre, *scopes)}/").status_code == 404


def test_the_token_of_a_screen_opens_nothing_else(town):
    headers = {"Authorization": f"Bearer {token_of(town.centre)}"}
    assert Client(headers=headers).get("/api/v1/cases/").status_code == 403
    assert Client(headers=headers).get("/api/v1/changes/").status_code == 403


def test_nothing_on_it_is_about_a_person(town, wall):
    where = Whereabouts(street=town.area.streets[0].name, address="柳荫路18号楼2单元301")
    caller = Caller(name="王小明", phone="13900001111")
    case = make.case(sender=town.city, title="王小明反映漏水", caller=caller, whereabouts=where)
    page = wall(town.centre)
    assert case.case_no in page
    assert [word for word in ("王小明", "13900001111", "1111", "柳荫路", "301") if word in page] == []


def test_figures_of_the_day(town, wall):
    in_street(town)
    late = in_street(town, reply_due_at=make.MORNING + timedelta(hours=1))
    page = wall(town.centre, "board/")
    assert "<dt>今日接单</dt><dd>2</dd>" in page
    assert "<dt>超期</dt><dd>1</dd>" in page
    assert late.case_no not in page
    assert f'<th scope="row">{town.area.streets[0].name}</th><td>—</td><td>2</td><td class="is-late">1</td>' in page
    assert 'data-today="0,0,0,0,0,0,0,0,0,2,2,2,2"' in page


def test_the_usual_day_is_the_mean_of_four_weeks(town, wall):
    for weeks in (1, 2, 3, 4, 5):
        in_street(town, received_at=make.MORNING - timedelta(weeks=weeks))
    usual = wall(town.centre, "board/").partition('data-usual="')[2].partition('"')[0]
    assert usual.split(",")[8:10] == ["0.0", "1.0"]


def test_a_street_has_a_screen_of_its_own(town, wall):
    mine, others = in_street(town), in_street(town, 1)
    page = wall(town.streets[0])
    assert (mine.case_no in page, others.case_no in page) == (True, False)
    assert town.area.streets[1].name not in page


def test_the_map_has_every_cell_and_shades_those_with_work(town, wall):
    cell = town.area.unit_grids[0]
    middle = town.area.point_in(cell)
    make.case(sender=town.city, whereabouts=Whereabouts(lon=middle.lon, lat=middle.lat))
    page = wall(town.centre)
    assert page.count('class="cell"') == len(town.area.unit_grids)
    assert f'<i data-for="{cell.code}" data-shade="4"></i>' in page


def test_figures_are_kept_for_a_moment_and_then_made_anew(town, noon):
    token = token_of(town.centre)
    assert "<dt>今日接单</dt><dd>0</dd>" in Client().get(f"/wall/{token}/board/").text
    in_street(town)
    assert "<dt>今日接单</dt><dd>0</dd>" in Client().get(f"/wall/{token}/board/").text
    cache.clear()
    assert "<dt>今日接单</dt><dd>1</dd>" in Client().get(f"/wall/{token}/board/").text


def test_a_screen_costs_a_few_statements_however_many_cases(town, noon, django_assert_max_num_queries):
    token = token_of(town.centre)
    for n in range(12):
        case = in_street(town, n % 2)
        dispatch(case.pk, target=town.streets[n % 2], actor=make.person(town.centre, Role.DISPATCHER), now=make.NOON)
    cache.clear()
    with django_assert_max_num_queries(20):
        Client().get(f"/wall/{token}/board/")
