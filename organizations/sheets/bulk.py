"""Writing many rows with few statements, each with its own entry in the audit."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from kernel.actors import Actor
from organizations.audit import entry, record_all
from organizations.sheets.draft import Draft
from organizations.sheets.sheet import Entry

M = TypeVar("M", bound=Model)
_BATCH = 500


def write_rows(draft: Draft[M], *, actor: Actor, now: datetime, address: str) -> None:
    """Inserts the new rows, those above before those below, and updates the changed ones and what follows from them."""
    manager, tree = draft.sheet.model._base_manager, draft.sheet.tree_field
    touched = draft.touched
    for wave in _waves([e.target for e in touched if e.stored is None and e.target is not None], tree):
        manager.bulk_create(wave, batch_size=_BATCH)
    _update(draft, [e for e in touched if e.stored is not None])
    for name, rows in draft.derived.items():
        manager.bulk_update([row for row in rows if row.pk is not None], [name], batch_size=_BATCH)
    record_all(_trace(draft, e, actor=actor, now=now, address=address) for e in touched)


def _update(draft: Draft[M], entries: Sequence[Entry[M]]) -> None:
    fields = sorted({name for e in entries for name in e.changes})
    rows = [e.target for e in entries if e.target is not None]
    if rows:
        draft.sheet.model._base_manager.bulk_update(rows, fields, batch_size=_BATCH)


def _waves(rows: list[M], tree: str) -> Iterator[list[M]]:
    """Rows whose superior has an id by now; the rest waits for them. There is no circle: the draft refused it."""
    waiting = rows
    while waiting:
        ready = [row for row in waiting if not tree or _is_written(getattr(row, tree))]
        yield ready
        waiting = [row for row in waiting if row.pk is None]


def _is_written(superior: Model | None) -> bool:
    return superior is None or superior.pk is not None


def _trace(draft: Draft[M], e: Entry[M], *, actor: Actor, now: datetime, address: str) -> Any:
    target: Any = e.target
    names = list(e.changes)
    return entry(
        f"{target._meta.label_lower}.{'added' if e.stored is None else 'changed'}",
        actor=actor,
        now=now,
        subject_kind=target._meta.model_name or "",
        subject_id=target.pk,
        subject_label=draft.sheet.label(target),
        before=None if e.stored is None else columns_of(e.stored, names),
        after=columns_of(target, names),
        address=address,
    )


def columns_of(obj: Model, names: Sequence[str]) -> dict[str, Any]:
    """The stored form of these fields: ids instead of rows."""
    return {obj._meta.get_field(name).attname: obj.serializable_value(name) for name in names}  # type: ignore[union-attr]
