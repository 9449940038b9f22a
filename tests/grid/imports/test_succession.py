"""A new year's areas take the place of the old ones by date; what stays the same stays untouched."""

from datetime import date, timedelta

import numpy as np
import pytest

from cases.models import Case
from grid.imports.layers import Layer
from grid.models import AreaVersion, Community, DutyGrid, Place, Street, UnitGrid
from grid.queries import Point, locate
from kernel.errors import Invalid
from organizations.actions.load_organizations import load_organizations
from organizations.models import Organization
from tests import make
from tests.grid.imports.make import ADMIN, AS_OF, duty_grid, kinds, moved, run, unit_grids, united, write
from tests.grid.make import SIDE, WEST
from tests.make import MORNING

EDGE = round(WEST + SIDE, 7)
FIRST, SECOND = "110107001001001", "110107001001002"


def redrawn():
    """The border between the first two grids moves 20 m."""
    features = unit_grids()
    for i in (0, 1):
        features[i] = moved(features[i], lambda xy: np.where(xy == EDGE, EDGE + 0.0002, xy))
    return features


def test_a_clean_file_goes_in_and_a_second_time_changes_nothing(mini, path):
    write(path, redrawn())
    counts = run(path).counts[Layer.UNIT_GRIDS]
    assert (counts.read, counts.replaced, counts.unchanged, counts.added, counts.ended) == (8, 2, 6, 0, 0)
    before = (list(UnitGrid.objects.order_by("id").values()), AreaVersion.objects.get().token)
    again = run(path, as_of=AS_OF + timedelta(days=9))
    assert again.counts[Layer.UNIT_GRIDS].unchanged == 8
    assert (list(UnitGrid.objects.order_by("id").values()), AreaVersion.objects.get().token) == before


def test_the_old_row_ends_on_the_day_the_new_one_begins(mini, path):
    run(write(path, redrawn()))
    old, new = UnitGrid.objects.filter(code=FIRST).order_by("started_on")
    assert (old.pk, old.ended_on) == (mini.unit_grids[0].pk, AS_OF)
    assert (new.started_on, new.ended_on, new.is_illustrative) == (AS_OF, None, False)
    assert new.community == mini.communities[0]


def test_the_index_answers_with_the_new_areas(mini, path):
    before = locate(point=mini.point_in(mini.unit_grids[0])).unit_grid_id
    run(write(path, redrawn()))
    after = locate(point=mini.point_in(mini.unit_grids[0]))
    assert (after.grid_code, after.unit_grid_id == before) == (FIRST, False)


def test_old_cases_keep_their_grid(town, path):
    old = town.area.unit_grids[0]
    case = make.case(sender=town.city)
    Case.objects.filter(pk=case.pk).update(unit_grid=old)
    run(write(path, redrawn()))
    case.refresh_from_db()
    assert case.unit_grid == old
    assert case.unit_grid.ended_on == AS_OF


def test_a_grid_that_is_gone_ends_and_one_that_is_new_begins(mini, path):
    features = unit_grids()
    features[0]["properties"]["CODE"] = "110107001001007"
    counts = run(write(path, features)).counts[Layer.UNIT_GRIDS]
    assert (counts.added, counts.ended, counts.replaced) == (1, 1, 0)
    assert not UnitGrid.objects.in_force().filter(code=FIRST).exists()


def test_a_new_name_is_written_on_the_same_row(mini, path):
    features = unit_grids()
    features[0]["properties"]["NAME"] = "柳荫里北网格"
    assert run(write(path, features)).counts[Layer.UNIT_GRIDS].changed == 1
    mini.unit_grids[0].refresh_from_db()
    assert (mini.unit_grids[0].name, mini.unit_grids[0].ended_on) == ("柳荫里北网格", None)


def test_nothing_is_written_on_a_dry_run(mini, path):
    imported = run(write(path, redrawn()), is_dry_run=True)
    assert (imported.is_written, imported.counts[Layer.UNIT_GRIDS].replaced) == (False, 2)
    assert UnitGrid.objects.count() == 8


def test_an_import_cannot_lie_before_what_it_replaces(mini, path):
    imported = run(write(path, redrawn()), as_of=mini.unit_grids[0].started_on - timedelta(days=1))
    assert kinds(imported) == [("as_of_too_early", "")]
    assert "请把 --as-of 设为 2024-01-01 或之后" in imported.findings.faults[0].message


def test_a_wrong_file_is_replaced_on_the_same_day(town, path):
    wrong = [*redrawn()[:6], redrawn()[6] | {"properties": {"CODE": "110107002002009", "NAME": "写错"}}, redrawn()[7]]
    run(write(path, wrong))
    case = make.case(sender=town.city)
    Case.objects.filter(pk=case.pk).update(unit_grid=UnitGrid.objects.in_force().get(code="110107002002009"))

    counts = run(write(path, unit_grids())).counts[Layer.UNIT_GRIDS]
    assert (counts.replaced, counts.added, counts.ended, counts.unchanged) == (2, 1, 1, 5)
    in_force = UnitGrid.objects.in_force()
    assert list(in_force.values_list("code", flat=True)) == [one["properties"]["CODE"] for one in unit_grids()]
    undone = UnitGrid.objects.filter(started_on=AS_OF, ended_on=AS_OF).values_list("code", flat=True)
    assert list(undone) == [FIRST, SECOND, "110107002002009"]
    case.refresh_from_db()
    assert case.unit_grid.code == "110107002002009"
    assert locate(point=town.area.point_in(town.area.unit_grids[0])).unit_grid_id == in_force.get(code=FIRST).pk


def test_a_day_may_see_any_number_of_corrections(mini, path):
    for _time in range(2):
        assert run(write(path, redrawn())).is_written
        assert run(write(path, unit_grids())).is_written
    assert UnitGrid.objects.in_force().count() == 8


def test_an_import_cannot_lie_in_the_future(mini, path):
    with pytest.raises(Invalid, match="日期不能晚于今天"):
        run(write(path, unit_grids()), as_of=date(2099, 1, 1))


def all_layers(tmp_path):
    """The border between two communities, and with it the streets' own, moves 20 m."""
    border = round(WEST + 2 * SIDE, 7)
    change = lambda xy: np.where(xy == border, border + 0.0002, xy)  # noqa: E731
    layers = {"streets": united(9), "communities": united(12), "grids": unit_grids()}
    return [write(tmp_path / f"{n}.geojson", [moved(f, change) for f in items]) for n, items in layers.items()]


def test_a_whole_district_is_redrawn_at_once(mini, tmp_path):
    imported = run(*all_layers(tmp_path))
    assert kinds(imported) == []
    assert [imported.counts[layer].replaced for layer in (Layer.STREETS, Layer.COMMUNITIES, Layer.UNIT_GRIDS)] == [
        2, 4, 4
    ]  # fmt: skip
    for grid in UnitGrid.objects.in_force().select_related("community__street__district"):
        chain = (grid.community, grid.community.street, grid.community.street.district)
        assert [area.ended_on for area in chain] == [None, None, None]


def test_a_street_and_its_communities_need_not_wait_for_each_other(mini, tmp_path):
    """What is redrawn alone and still fits keeps its children, who follow the new row."""
    street = moved(united(9)[0], lambda xy: np.where(xy == WEST, WEST - 2e-6, xy))
    run(write(tmp_path / "s.geojson", [street, united(9)[1]]))
    assert Community.objects.in_force().filter(street__ended_on__isnull=False).count() == 0


def test_organizations_are_named_and_load_organizations_moves_them(mini, tmp_path):
    load_organizations(actor=ADMIN, now=MORNING)
    old = set(Street.objects.values_list("pk", flat=True))
    imported = run(*all_layers(tmp_path))
    assert imported.organizations_to_repoint[Layer.STREETS] == ["110107001", "110107002"]
    load_organizations(actor=ADMIN, now=MORNING)
    offices = Organization.objects.filter(kind=Organization.Kind.STREET)
    assert not old & set(offices.values_list("street_id", flat=True))


def test_the_codes_of_places_follow(mini, path):
    features = unit_grids()
    features[0]["properties"]["CODE"] = "110107001001007"
    run(write(path, features))
    assert Place.objects.get(pk=mini.crossing.pk).unit_grid_code == "110107001001007"


def test_a_redrawn_unit_grid_stays_with_its_inspector(mini, path, tmp_path):
    run(write(tmp_path / "duty.geojson", [duty_grid("D1", FIRST, SECOND)]), as_of=date(2026, 1, 5))
    imported = run(write(path, redrawn()))
    duty = DutyGrid.objects.get()
    assert set(duty.unit_grids.filter(ended_on=None).values_list("code", flat=True)) == {FIRST, SECOND}
    assert duty.unit_grids.count() == 4
    assert kinds(imported) == []


def test_a_duty_grid_that_lost_a_unit_grid_is_told_of(mini, path, tmp_path):
    run(write(tmp_path / "duty.geojson", [duty_grid("D1", FIRST, SECOND)]), as_of=date(2026, 1, 5))
    features = unit_grids()
    features[0]["properties"]["CODE"] = "110107001001007"
    notices = run(write(path, features)).findings.notices
    assert ("duty_grid_lost_cells", True) in [(n.kind, FIRST in n.message) for n in notices]


def test_a_district_brings_its_own_boundary(mini, tmp_path):
    """Everything grows by one column to the east; a boundary alone would leave the new column without streets."""
    far = round(WEST + 4 * SIDE, 7)
    change = lambda xy: np.where(xy == far, far + SIDE, xy)  # noqa: E731
    layers = {"d": united(6), "s": united(9), "c": united(12), "g": unit_grids()}
    files = [write(tmp_path / f"{n}.geojson", [moved(f, change) for f in items]) for n, items in layers.items()]
    assert kinds(run(files[0])) == [("gap", "")]
    imported = run(*files)
    assert (kinds(imported), imported.counts[Layer.DISTRICT].replaced) == ([], 1)
    assert locate(point=Point(far + SIDE / 2, mini.point_in(mini.unit_grids[0]).lat)).grid_code == "110107002001002"
