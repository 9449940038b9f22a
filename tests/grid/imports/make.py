"""Files of the mini district's layers, whole or with faults."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from grid.actions.import_layers import Imported, import_layers
from kernel.actors import Actor
from tests.grid.make import NAMES, squares
from tests.make import MORNING

AS_OF = date(2026, 6, 1)
ADMIN = Actor.system("test", "测试")
Feature = dict


def feature(code: str, shape: shapely.Geometry, **properties) -> Feature:
    geometry = json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": {"CODE": code} | properties, "geometry": geometry}


def unit_grids() -> list[Feature]:
    """The eight squares in the order of their codes."""
    return [feature(code, shape, NAME=f"{NAMES[code[:12]]}{code[12:]}网格") for code, shape in squares().items()]


def united(digits: int) -> list[Feature]:
    """Streets (9) or communities (12) as unions of the squares."""
    cells = squares()
    codes = sorted({code[:digits] for code in cells})
    shapes = {begin: shapely.union_all([s for code, s in cells.items() if code.startswith(begin)]) for begin in codes}
    return [feature(code, shape, NAME=NAMES[code]) for code, shape in shapes.items()]


def component(number: int, lon: float, lat: float, **properties) -> Feature:
    return feature(f"1101070101{number:06}", shapely.Point(lon, lat), OBJNAME="上水井盖", **properties)


def duty_grid(code: str, *unit_grids: str, **properties) -> Feature:
    facts = {"DUTYCODE": code, "NAME": f"{code}责任网格", "UNIT_GRIDS": list(unit_grids)} | properties
    return {"type": "Feature", "properties": facts, "geometry": None}


def write(path: Path, features: list[Feature], **members) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", **members, "features": features}, ensure_ascii=False))
    return path


def moved(item: Feature, change: Callable) -> Feature:
    """The same feature with every position changed."""
    shape = shapely.transform(shapely.geometry.shape(item["geometry"]), change)
    return item | {"geometry": json.loads(shapely.to_geojson(shape))}


def shifted(item: Feature, east: float, north: float = 0.0) -> Feature:
    return moved(item, lambda xy: np.round(xy + np.array([east, north]), 7))


def run(*files: Path, as_of: date = AS_OF, **options) -> Imported:
    return import_layers(files, as_of=as_of, actor=ADMIN, now=MORNING, **options)


def kinds(imported: Imported) -> list[tuple[str, str]]:
    """Kind and code of every fault, in order."""
    return sorted((fault.kind, fault.code) for fault in imported.findings.faults)
