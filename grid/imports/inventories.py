"""What of components and duty grids is new, what changed and what is gone, compared with the rows stored."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from grid.imports.drafts import ComponentDraft, DutyDraft
from grid.models import Component, DutyGrid

# What a file says of a component, in the order of the comparison.
COMPONENT_FACTS = ("name", "state", "competent_unit", "owner_unit", "maintainer_unit", "lon", "lat", "unit_grid_code")


@dataclass(slots=True)
class ComponentChanges:
    read: int = 0
    added: list[ComponentDraft] = field(default_factory=list)
    changed: list[ComponentDraft] = field(default_factory=list)
    unchanged: int = 0
    gone: dict[str, int] = field(default_factory=dict)  # primary keys by code


def component_changes(drafts: Sequence[ComponentDraft], *, is_complete: bool) -> ComponentChanges:
    """A component that had ended and is back counts as changed. `is_complete`: of the classes in the drafts,
    those in force that no draft names are gone."""
    stored = {
        row[1]: row for row in Component.objects.values_list("id", "code", "class_code", "ended_on", *COMPONENT_FACTS)
    }
    changes = ComponentChanges(read=len(drafts))
    for draft in drafts:
        draft.name = draft.name or draft.code[6:10]
        row = stored.get(draft.code)
        if row is None:
            changes.added.append(draft)
        elif row[3] is not None or row[4:] != tuple(getattr(draft, fact) for fact in COMPONENT_FACTS):
            changes.changed.append(draft)
        else:
            changes.unchanged += 1
    if is_complete:
        named, classes = {d.code for d in drafts}, {d.code[6:10] for d in drafts}
        changes.gone = {
            code: pk for code, (pk, _code, kind, ended, *_facts) in stored.items()
            if ended is None and kind in classes and code not in named
        }  # fmt: skip
    return changes


@dataclass(slots=True)
class DutyChanges:
    """`begin` and `end` as for areas; `facts` are columns to correct in place, by primary key."""

    read: int = 0
    begin: list[DutyDraft] = field(default_factory=list)
    end: dict[str, int] = field(default_factory=dict)
    facts: dict[int, dict[str, str]] = field(default_factory=dict)
    unchanged: int = 0

    @property
    def replaced(self) -> set[str]:
        return {draft.code for draft in self.begin} & self.end.keys()


def duty_changes(drafts: Sequence[DutyDraft]) -> DutyChanges:
    """A duty grid of the same unit grids stays; a file without inspectors takes nobody's away."""
    stored = {row.code: row for row in DutyGrid.objects.in_force()}
    held = _unit_grid_codes()
    changes = DutyChanges(read=len(drafts), end={code: row.pk for code, row in stored.items()})
    for draft in drafts:
        row = stored.get(draft.code)
        if row is None or held[row.pk] != set(draft.unit_grids):
            draft.inspector = draft.inspector or (row.inspector if row else "")
            changes.begin.append(draft)
            continue
        changes.end.pop(draft.code, None)
        said = {"name": draft.name, "identifier": draft.identifier, "inspector": draft.inspector or row.inspector}
        different = {name: value for name, value in said.items() if getattr(row, name) != value}
        if different:
            changes.facts[row.pk] = different
        else:
            changes.unchanged += 1
    return changes


def _unit_grid_codes() -> dict[int, set[str]]:
    """The codes of unit grids in force by the duty grid's key."""
    through: Any = DutyGrid.unit_grids.through
    rows = through._default_manager.filter(dutygrid__ended_on__isnull=True, unitgrid__ended_on__isnull=True)
    held: dict[int, set[str]] = defaultdict(set)
    for duty, code in rows.values_list("dutygrid_id", "unitgrid__code"):
        held[duty].add(code)
    return held
