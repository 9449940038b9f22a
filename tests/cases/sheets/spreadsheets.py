"""Short ways to make, change and read workbooks in the stories about configuration."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from kernel.actors import Actor
from organizations.sheets.apply import apply_file
from organizations.sheets.export import export_workbook
from organizations.sheets.preview import preview
from organizations.sheets.registry import sheet_of
from organizations.sheets.remarks import Plan
from tests.make import MORNING

CONSOLE = Actor.system("console", "控制台")


def workbook(heading: Sequence[str], *rows: Sequence[Any]) -> bytes:
    book = Workbook()
    for row in (heading, *rows):
        book.worksheets[0].append(list(row))
    return _bytes(book)


def exported(kind: str, **cells: Any) -> bytes:
    """What export gives, with some cells written over: `exported("users", B2="李某")`."""
    book = load_workbook(BytesIO(export_workbook(sheet_of(kind), actor=CONSOLE)))
    for address, value in cells.items():
        book.worksheets[0][address] = value
    return _bytes(book)


def plan(kind: str, content: bytes, *, actor: Actor = CONSOLE) -> Plan:
    return preview(sheet_of(kind), content, name="f.xlsx", actor=actor)


def apply(kind: str, content: bytes, *, actor: Actor = CONSOLE, previewed: str | None = None) -> Plan:
    return apply_file(sheet_of(kind), content, name="f.xlsx", actor=actor, now=MORNING, previewed=previewed)


def wrong(kind: str, content: bytes, *, actor: Actor = CONSOLE) -> list[tuple[str, str]]:
    """Address and code of every error."""
    return [(error.address, error.code) for error in plan(kind, content, actor=actor).errors]


def _bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
