"""What would be in force after the import: the new areas where a level is imported, the stored ones elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import shapely

from grid.imports.drafts import AreaDraft
from grid.imports.faults import Origin
from grid.imports.layers import LEVELS, Layer


@dataclass(frozen=True, slots=True)
class Stored:
    """An area in force."""

    id: int
    code: str
    name: str
    started_on: date
    shape: Any


@dataclass(frozen=True, slots=True)
class Member:
    """An area of the picture, whichever way it got there; `origin` is None for a stored one."""

    label: str
    code: str
    name: str
    shape: Any
    trace: Any = None
    origin: Origin | None = None


@dataclass(slots=True)
class Picture:
    """Stored areas by layer and code, and the drafts of the layers that are imported."""

    stored: dict[Layer, dict[str, Stored]]
    imported: dict[Layer, list[AreaDraft]] = field(default_factory=dict)
    _members: dict[Layer, list[Member]] = field(default_factory=dict)
    _by_code: dict[Layer, dict[str, Member]] = field(default_factory=dict)

    def members(self, layer: Layer) -> list[Member]:
        """Everything on this level, duplicates and areas without a shape included; asked for after placing."""
        if layer not in self._members:
            drafts = self.imported.get(layer)
            self._members[layer] = list(
                _stored_members(self.stored[layer].values()) if drafts is None else _draft_members(drafts)
            )
        return self._members[layer]

    def by_code(self, layer: Layer) -> dict[str, Member]:
        """The first of each code, of those that have one."""
        if layer not in self._by_code:
            self._by_code[layer] = {m.code: m for m in reversed(self.members(layer)) if m.code}
        return self._by_code[layer]

    @property
    def boundary(self) -> Any:
        """The district's shape, None when there is none."""
        shapes = [member.shape for member in self.members(Layer.DISTRICT) if member.shape is not None]
        return shapes[0] if shapes else None

    @property
    def affected(self) -> list[Layer]:
        """The levels to be checked: those imported, and those whose level above is."""
        return [
            layer
            for layer, level in LEVELS.items()
            if layer in self.imported or (level.parent in self.imported and self.members(layer))
        ]


def _stored_members(rows: Iterable[Stored]) -> Iterable[Member]:
    return (Member(row.code, row.code, row.name, row.shape) for row in rows)


def _draft_members(drafts: Iterable[AreaDraft]) -> Iterable[Member]:
    return (Member(d.label, d.code, d.name, d.shape, d.trace, d.origin) for d in drafts)


def load_stored() -> dict[Layer, dict[str, Stored]]:
    """The areas in force."""
    return {layer: _load_level(layer) for layer in LEVELS}


def _load_level(layer: Layer) -> dict[str, Stored]:
    manager: Any = LEVELS[layer].model._default_manager
    rows = manager.in_force().order_by("code").values_list("id", "code", "name", "started_on", "shape")
    return {
        code: Stored(id, code, name, started_on, shapely.geometry.shape(shape))
        for id, code, name, started_on, shape in rows
    }
