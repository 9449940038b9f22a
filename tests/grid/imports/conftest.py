import pytest

from tests.grid.make import MiniDistrict, make_mini_district


@pytest.fixture
def mini(db) -> MiniDistrict:
    return make_mini_district()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "grids.geojson"
