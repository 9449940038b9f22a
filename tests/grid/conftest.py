"""The real district, cut once in each test process; no database."""

import pytest

from grid import index
from grid.atlas import Area, Atlas
from grid.atlas_making import Cell, make_atlas
from grid.source import read_places, read_source
from grid.subdivision import Subdivision


@pytest.fixture(autouse=True)
def _fresh_index():
    """No test answers from the rows of another, which are rolled back."""
    index.forget()
    yield
    index.forget()


@pytest.fixture(scope="session")
def cut() -> Subdivision:
    return read_source().subdivision()


@pytest.fixture(scope="session")
def atlas(cut: Subdivision) -> Atlas:
    """Ids are made up: the code as a number."""
    names = read_source().names
    return make_atlas(
        district="石景山区",
        streets={code: Area(int(code), name) for code, name in names.items() if len(code) == 9},
        communities={code: Area(int(code), name) for code, name in names.items() if len(code) == 12},
        unit_grids={code: Cell(int(code), polygon) for code, polygon in cut.unit_grids.items()},
        places=read_places(),
    )
