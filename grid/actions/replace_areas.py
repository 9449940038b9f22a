from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from grid.actions.load_district import add_areas
from grid.imports.layers import LEVELS, Layer
from grid.imports.succession import Succession
from grid.models import Area


def replace_areas(change: Succession, *, as_of: date) -> None:
    """Close what ends, insert what begins, rename what stays; areas below a redrawn one follow its new row."""
    level = LEVELS[change.layer]
    manager: Any = level.model._default_manager
    manager.filter(pk__in=[row.id for row in change.end.values()]).update(ended_on=as_of)
    shapes = {code: draft.shape for code, draft in change.begin.items()}
    names = {code: draft.name for code, draft in change.begin.items()}
    above = {level.parent_key: _in_force(level.parent)} if level.parent else {}
    new = add_areas(level.model, shapes, names, as_of=as_of, is_illustrative=False, **above) if shapes else {}
    for code, name in change.names.items():
        manager.in_force().filter(code=code).update(name=name)
    _follow(change, new)


def _in_force(layer: Layer) -> Mapping[str, Area]:
    manager: Any = LEVELS[layer].model._default_manager
    rows: Iterable[Area] = manager.in_force().defer("shape")
    return {row.code: row for row in rows}


def _follow(change: Succession, new: Mapping[str, Area]) -> None:
    """The level below, as far as it stays in force, belongs to the new rows: its codes say so already."""
    below = next((level for level in LEVELS.values() if level.parent is change.layer), None)
    if below is None:
        return
    manager: Any = below.model._default_manager
    for code in change.replaced:
        children = manager.in_force().filter(**{below.parent_key: change.end[code].id})
        children.update(**{below.parent_key: new[code]})
