"""The atlas in the process follows the database, cheaply."""

import threading
from datetime import date

import pytest

from grid import index
from grid.actions.save_area import save_area
from grid.actions.save_place import save_place
from grid.models import AreaVersion, Place, UnitGrid
from grid.queries import Location, Precision, locate
from kernel.actors import Actor
from kernel.errors import Invalid
from kernel.times import day_start
from tests.grid.make import make_mini_district

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test", "测试")
NOW = day_start(date(2025, 6, 1))


@pytest.fixture
def mini():
    return make_mini_district()


def test_locate_gives_the_rows_ids(mini):
    for grid in mini.unit_grids:
        found = locate(point=mini.point_in(grid))
        assert (found.grid_code, found.unit_grid_id) == (grid.code, grid.pk)
        assert (found.community_id, found.street_id) == (grid.community_id, grid.community.street_id)


def test_words_find_the_mini_districts_names(mini):
    assert locate(words="柳荫路与松涛路交口").unit_grid_id == mini.unit_grids[0].pk
    assert locate(words="槐安里").community_id == mini.communities[3].pk
    assert locate(street="乙河").street_id == mini.streets[1].pk


def test_look_ups_cost_no_query(mini, django_assert_num_queries):
    locate(words="柳荫里")
    with django_assert_num_queries(0):
        for _ in range(100):
            locate(point=mini.point_in(mini.unit_grids[0]))


def test_the_check_is_one_query_when_nothing_changed(mini, django_assert_num_queries, monkeypatch):
    locate(words="柳荫里")
    monkeypatch.setattr(index, "CHECK_SECONDS", 0.0)
    with django_assert_num_queries(1):
        locate(words="柳荫里")


def test_a_change_elsewhere_is_seen_at_the_next_check(mini, monkeypatch):
    point = mini.point_in(mini.unit_grids[0])
    assert locate(point=point).is_outside is False
    # As another process would do it: rows and token, without a word to this one.
    UnitGrid.objects.filter(pk=mini.unit_grids[0].pk).update(ended_on=date(2025, 1, 1))
    AreaVersion.objects.update(token="00000000-0000-0000-0000-000000000001")
    assert locate(point=point).is_outside is False
    monkeypatch.setattr(index, "CHECK_SECONDS", 0.0)
    assert locate(point=point).is_outside is True


def test_a_closed_grid_is_left_out_at_once_here(mini):
    grid = mini.unit_grids[0]
    grid.ended_on = date(2025, 6, 1)
    save_area(grid, actor=ACTOR, now=NOW)
    assert index.cell_at(mini.point_in(grid).lon, mini.point_in(grid).lat) is None
    assert grid.code not in index.cells_in((116.0, 39.0, 117.0, 40.0))
    assert AreaVersion.objects.get().changed_by == "测试"


def test_an_end_in_the_future_is_refused(mini):
    grid = mini.unit_grids[0]
    grid.ended_on = date(2025, 6, 2)
    with pytest.raises(Invalid) as refused:
        save_area(grid, actor=ACTOR, now=NOW)
    assert [(error.field, error.code) for error in refused.value.errors] == [("ended_on", "in_future")]


def test_an_inconsistent_area_is_refused_field_by_field(mini):
    grid = mini.unit_grids[0]
    grid.name = ""
    with pytest.raises(Invalid) as refused:
        save_area(grid, actor=ACTOR, now=NOW)
    assert [error.field for error in refused.value.errors] == ["name"]


def test_a_new_place_is_found_and_knows_its_cell(mini):
    middle = mini.point_in(mini.unit_grids[7])
    place = save_place(
        Place(name="红星桥", kind=Place.Kind.BRIDGE, lon=middle.lon, lat=middle.lat), actor=ACTOR, now=NOW
    )
    assert place.unit_grid_code == mini.unit_grids[7].code
    found = locate(words="红星桥东侧")
    assert (found.precision, found.unit_grid_id) == (Precision.CROSSING, mini.unit_grids[7].pk)


def test_without_a_district_nothing_is_located():
    assert locate(words="柳荫里", street="甲河街道") == Location(
        Precision.NONE, is_outside=True, note="甲河街道不是本区街道"
    )


def test_many_threads_build_one_atlas(mini, monkeypatch):
    locate(words="柳荫里")
    held, built = index._held, []
    # Connections of other threads would not see this test's rows: only the building is counted here.
    monkeypatch.setattr(index, "_build", lambda: built.append(1) or held.atlas)
    monkeypatch.setattr(index.AreaVersion.objects, "values_list", lambda *a, **k: _Tokens(held.token))
    index.forget()
    threads = [threading.Thread(target=index.current) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [1]


class _Tokens:
    def __init__(self, token):
        self.token = token

    def first(self):
        return self.token
