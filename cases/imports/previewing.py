"""A look into a file before it is imported: what stands in its columns, and what its rows would become."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from cases.actions.placing import category_columns, place_columns
from cases.actions.receive import flow_of
from cases.imports.columns import ColumnMap
from cases.imports.drafts import Draft, Refusal
from cases.imports.naming import CategoryNames
from cases.imports.reading import Reader
from foundation.tables import BadRow, Row, Table, TableError, open_table
from grid.models import Community, Street
from grid.queries import Precision
from kernel.texts import mask_name, mask_phone
from kernel.times import local_date

EXAMPLES = 3
_LOOKED_AT = 200
_EXAMPLE = 60
ROWS = 10


@dataclass(frozen=True, slots=True)
class Glance:
    """The header, and up to three different values of each column."""

    header: Sequence[str]
    examples: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Preview:
    """One row as it would come in, its requester masked; or with `reasons` why it would not."""

    line: int
    reasons: Sequence[str] = ()
    facts: Mapping[str, Any] | None = None


def glance(path: Path) -> Glance:
    """Raises TableError."""
    with open_table(path) as table:
        examples: dict[str, list[str]] = {column: [] for column in table.header}
        for row in islice(_rows(table), _LOOKED_AT):
            for column, text in row.cells.items() if isinstance(row, Row) else ():
                shown = text.strip()[:_EXAMPLE]
                if shown and len(examples[column]) < EXAMPLES and shown not in examples[column]:
                    examples[column].append(shown)
        return Glance(table.header, examples)


def preview(path: Path, *, columns: ColumnMap, with_endings: bool, now: datetime) -> list[Preview]:
    """The first ten rows; nothing is written. Raises TableError."""
    with open_table(path) as table:
        names = CategoryNames(local_date(now))
        reader = Reader(mapping=columns, header=table.header, categories=names, now=now, with_endings=with_endings)
        return [_preview(row, reader) for row in islice(_rows(table), ROWS)]


def _rows(table: Table) -> Iterator[Row | BadRow]:
    """The rows; where the file cannot be read any further, that is its last."""
    try:
        yield from table
    except TableError as error:
        yield BadRow(error.line or 0, "", error.message)


def _preview(row: Row | BadRow, reader: Reader) -> Preview:
    draft = [Refusal(*row)] if isinstance(row, BadRow) else reader.read(row.line, row.cells)
    if isinstance(draft, Draft):
        return Preview(row.line, facts=_facts(draft, reader.now))
    return Preview(row.line, reasons=[f"{one.field}：{one.reason}" if one.field else one.reason for one in draft])


def _facts(draft: Draft, now: datetime) -> dict[str, Any]:
    order = draft.order
    place = place_columns(order.whereabouts)
    category = category_columns(order.category_code, flow=flow_of(order), on=local_date(now))["category"]
    street = Street.objects.filter(pk=place["street_id"]).first()
    community = Community.objects.filter(pk=place["community_id"]).first()
    return {
        "order_no": order.order_no,
        "received_at": order.received_at,
        "title": order.title,
        "category": category.path_name if category else "",
        "street": street.name if street else "",
        "community": community.name if community else "",
        "is_outside": place["is_outside"],
        "precision": Precision(place["precision"]).label,
        "requester": "" if order.caller.is_secret else mask_name(order.caller.name),
        "phone": "" if order.caller.is_secret else mask_phone(order.caller.phone),
        "is_secret": order.caller.is_secret,
        "reply": draft.ending.reply if draft.ending else "",
    }
