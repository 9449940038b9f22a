"""The district as it stands in `grid/data`: public names, codes and positions, in WGS-84."""

import csv
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely import Polygon

from grid.subdivision import Subdivision, subdivide
from grid.tiling import Centre

DATA = Path(__file__).parent / "data"
AREA_FILES = ("boundary.geojson", "divisions.csv", "street_centres.csv")
PLACE_FILES = ("crossings.csv", "roads.csv")


@dataclass(frozen=True, slots=True)
class Source:
    """The district's divisions: names by code, its boundary, and where its streets lie roughly."""

    district_code: str
    names: Mapping[str, str]
    boundary: Polygon
    street_centres: Mapping[str, Centre]

    @property
    def communities(self) -> list[str]:
        return [code for code in self.names if len(code) == 12]

    def subdivision(self) -> Subdivision:
        """Cut into illustrative polygons: a few seconds of computing."""
        return subdivide(self.boundary, street_centres=self.street_centres, communities=self.communities)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A named place; a road may lack its point."""

    name: str
    kind: str
    lon: float | None
    lat: float | None


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_source() -> Source:
    """The divisions; a code that does not begin with its parent's is a ValueError."""
    divisions = _rows("divisions.csv")
    strays = [row["code"] for row in divisions if not row["code"].startswith(row["parent"])]
    if strays:
        raise ValueError(f"codes that do not begin with their parent's: {strays}")
    feature = json.loads((DATA / "boundary.geojson").read_text(encoding="utf-8"))
    return Source(
        district_code=next(row["code"] for row in divisions if row["level"] == "district"),
        names={row["code"]: row["name"] for row in divisions},
        boundary=shapely.geometry.shape(feature["geometry"]),
        street_centres={row["code"]: (float(row["lon"]), float(row["lat"])) for row in _rows("street_centres.csv")},
    )


def read_places() -> list[PlaceRow]:
    """Crossings, bridges, landmarks and roads."""
    return [
        PlaceRow(row["name"], row["kind"], *(float(row[axis]) if row[axis] else None for axis in ("lon", "lat")))
        for name in PLACE_FILES
        for row in _rows(name)
    ]


def areas_digest() -> str:
    """Tells whether the areas' files changed since they were loaded."""
    return hashlib.sha256(b"".join((DATA / name).read_bytes() for name in AREA_FILES)).hexdigest()
