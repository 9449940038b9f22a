"""One entry as people read it: the kind in words, what was and what is column by column."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from command_center.audit.kinds import kind_name, model_of
from organizations.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Difference:
    """One column; "" where the entry says nothing of that side."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    entry: AuditEntry
    kind: str
    differences: list[Difference]

    @property
    def before(self) -> str:
        return "；".join(f"{d.name}：{d.before}" for d in self.differences if d.before)

    @property
    def after(self) -> str:
        return "；".join(f"{d.name}：{d.after}" for d in self.differences if d.after)


def line_of(entry: AuditEntry) -> Line:
    before, after = entry.before or {}, entry.after or {}
    names = list(dict.fromkeys([*before, *after]))
    differences = [
        Difference(_column_name(entry.kind, name), _told(before.get(name)), _told(after.get(name))) for name in names
    ]
    return Line(entry, kind_name(entry.kind), differences)


def _column_name(kind: str, name: str) -> str:
    """As the form calls it; what is no column stays as it was written."""
    model: Any = model_of(kind)
    if model is None:
        return name
    columns = {column.attname: column for column in model._meta.concrete_fields}
    try:
        return str((columns.get(name) or model._meta.get_field(name)).verbose_name)
    except FieldDoesNotExist:
        return name


def _told(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
