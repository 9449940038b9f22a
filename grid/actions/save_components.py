from collections import defaultdict
from datetime import date

from grid.imports.drafts import ComponentDraft
from grid.imports.inventories import COMPONENT_FACTS, ComponentChanges
from grid.imports.picture import Picture
from grid.imports.pointing import unit_grids_at
from grid.models import Component

_BATCH = 2000


def save_components(changes: ComponentChanges, *, as_of: date) -> None:
    """Insert the new ones, correct the changed ones in place, close those that are gone."""
    Component.objects.bulk_create((_row(d, as_of=as_of) for d in changes.added), batch_size=_BATCH)
    # A hundred thousand corrections as one kind of insert: row by row they would take minutes.
    Component.objects.bulk_create(
        (_row(d, as_of=as_of, changed_on=as_of) for d in changes.changed),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[*COMPONENT_FACTS, "changed_on", "ended_on"],
    )
    Component.objects.filter(pk__in=changes.gone.values()).update(ended_on=as_of)


def move_components(picture: Picture) -> None:
    """Unit grids were redrawn: components note the one they lie in now."""
    rows = list(Component.objects.in_force().order_by("pk").values_list("pk", "unit_grid_code", "lon", "lat"))
    if not rows:
        return
    codes = unit_grids_at(picture, [row[2] for row in rows], [row[3] for row in rows])
    moved: dict[str, list[int]] = defaultdict(list)
    for (pk, before, _lon, _lat), code in zip(rows, codes, strict=True):
        if (code or "") != before:
            moved[code or ""].append(pk)
    for code, keys in moved.items():
        Component.objects.filter(pk__in=keys).update(unit_grid_code=code)


def _row(draft: ComponentDraft, *, as_of: date, changed_on: date | None = None) -> Component:
    facts = {fact: getattr(draft, fact) for fact in COMPONENT_FACTS}
    return Component(
        code=draft.code, class_code=draft.code[6:10], started_on=as_of, changed_on=changed_on, ended_on=None, **facts
    )
