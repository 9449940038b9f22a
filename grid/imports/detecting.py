"""Which layer a file holds, told from its first items."""

from collections.abc import Callable, Sequence

from grid.imports.items import ID, Item
from grid.imports.layers import LEVELS, Layer
from grid.imports.properties import columns_of, names_of
from grid.imports.values import area_code, is_code, text_of

COMPONENT_DIGITS = 16
# How many items are looked at, and how many of them must agree: single faults must not hide what the file is.
SAMPLE = 200
_ENOUGH = 0.5


def present_in(items: Sequence[Item]) -> list[str]:
    """All property names of the items, in the order in which they come up."""
    return list(dict.fromkeys(name for item in items for name in item.properties))


def columns_in(items: Sequence[Item], layer: Layer) -> dict[str, str]:
    """Names by field; where no property holds a code, the features' own ids may."""
    columns = columns_of(layer, [name for name in present_in(items) if name != ID])
    if "code" not in columns and any(ID in item.properties for item in items):
        columns["code"] = ID
    return columns


def layer_of(items: Sequence[Item]) -> Layer | None:
    """None when the file leaves it open."""
    tests: Sequence[tuple[Layer, Callable[[Sequence[Item]], bool]]] = (
        (Layer.DUTY_GRIDS, _lists_unit_grids),
        (Layer.COMPONENTS, _has_points),
        *(
            (layer, _has_codes_of(layer))
            for layer in (Layer.UNIT_GRIDS, Layer.DISTRICT, Layer.STREETS, Layer.COMMUNITIES)
        ),
    )
    return next((layer for layer, holds in tests if holds(items)), None)


def _lists_unit_grids(items: Sequence[Item]) -> bool:
    columns = columns_in(items, Layer.DUTY_GRIDS)
    if "unit_grids" not in columns or "code" not in columns:
        return False
    # A unit grid's own code may be called the same; a duty grid has another code beside it.
    return _share(items, columns["code"], lambda text: is_code(area_code(text, Layer.UNIT_GRIDS), 15)) < _ENOUGH


def _has_points(items: Sequence[Item]) -> bool:
    points = sum(isinstance(i.geometry, dict) and i.geometry.get("type") in ("Point", "MultiPoint") for i in items)
    code = columns_in(items, Layer.COMPONENTS).get("code", "")
    return points > len(items) * _ENOUGH or _share(items, code, lambda text: is_code(text, COMPONENT_DIGITS)) > _ENOUGH


def _has_codes_of(layer: Layer) -> Callable[[Sequence[Item]], bool]:
    def holds(items: Sequence[Item]) -> bool:
        code = columns_in(items, layer).get("code", "")
        return _share(items, code, lambda text: is_code(area_code(text, layer), LEVELS[layer].digits)) > _ENOUGH

    return holds


def _share(items: Sequence[Item], name: str, passes: Callable[[str], bool]) -> float:
    return sum(passes(text_of(item.properties.get(name))) for item in items) / max(len(items), 1)


def known_names(layer: Layer) -> set[str]:
    """Every name that any field of the layer goes by."""
    fields = ("code", "name", "identifier", "inspector", "unit_grids", "state", "class_code", "lon", "lat")
    units = ("competent_unit", "owner_unit", "maintainer_unit")
    return {name for field in (*fields, *units) for name in names_of(layer, field)}
