"""What a file would do; nothing is written."""

from typing import Any, TypeVar

from django.db.models import Model

from kernel.actors import Actor
from organizations.sheets.draft import Draft
from organizations.sheets.reading import read_sheet
from organizations.sheets.remarks import Plan
from organizations.sheets.sheet import Sheet

M = TypeVar("M", bound=Model)


def preview(sheet: Sheet[Any], content: bytes, *, name: str, actor: Actor) -> Plan:
    """Raises NotAllowed, or Invalid when the file is no table at all."""
    sheet.require_import(actor)
    return lay_over(sheet, content, name=name, actor=actor).plan()


def lay_over(sheet: Sheet[M], content: bytes, *, name: str, actor: Actor, is_locked: bool = False) -> Draft[M]:
    """`is_locked` keeps others from changing the stored rows until the caller's transaction ends."""
    file = read_sheet(content, name=name, sheet=sheet)
    stored = sheet.stored()
    if is_locked:
        # Without the key lock: others may go on pointing at these rows.
        stored = stored.select_for_update(of=("self",), no_key=True)
    return Draft(sheet, file, actor=actor, stored=list(stored))
