"""The mappings there are: those of the house as files, those that people made in the database."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from cases import data
from cases.imports.columns import REQUIRED, ColumnMap, parse
from cases.models import OrderMapping
from kernel.actors import Actor
from kernel.errors import Invalid, NotFound, Refused
from organizations.permissions import require

FOLDER = data.FOLDER / "mappings"
# A header that shares less than this part of a mapping's columns is another kind of file, unless nearly all that it
# has is the mapping's: an export from which somebody took columns away.
_ALIKE = 0.5
_NEARLY_ALL = 0.75
_ENOUGH = 5


def names() -> list[str]:
    """All names, the packaged ones first."""
    return [*_packaged(), *OrderMapping.objects.values_list("name", flat=True)]


def read(name: str) -> ColumnMap:
    """The mapping of this name. Raises NotFound, which lists the names there are."""
    if name in _packaged():
        return _packaged()[name]
    row = OrderMapping.objects.filter(name=name).first()
    if row is None:
        message = _("没有名为“%(name)s”的工单文件对应。可用的有：%(names)s。")
        raise NotFound(message % {"name": name, "names": "、".join(names())})
    return _stored(row)


def save(name: str, *, title: str, columns: Mapping[str, Any], actor: Actor, now: datetime) -> ColumnMap:
    """Keeps what a person matched, in the form of the packaged files; the same name again is written over.

    Raises Invalid `bad_mapping` with every wrong entry, Refused `mapping_is_packaged`.
    """
    require(actor, "cases.import")
    if name in _packaged():
        raise Refused(_("“%s”是系统自带的名称，请换一个。") % name, code="mapping_is_packaged")
    mapping = parse(name, {"title": title, **columns})
    facts = {"title": title[:100], "columns": dict(columns), "saved_by": actor.key, "saved_at": now}
    OrderMapping.objects.update_or_create(name=name, defaults=facts)
    return mapping


def detect(header: Sequence[str]) -> ColumnMap | None:
    """The mapping that knows most of this header's columns and misses fewest of its own; None when none fits."""
    there = frozenset(header)
    candidates = [*_packaged().values(), *(_stored(row) for row in OrderMapping.objects.order_by("-saved_at"))]
    fitting = [one for one in candidates if _is_alike(one.known, there) and not missing(one, there)]
    return max(fitting, key=lambda one: (len(one.known & there), -len(one.known - there)), default=None)


def _is_alike(known: frozenset[str], there: frozenset[str]) -> bool:
    shared = len(known & there)
    return shared >= _ALIKE * len(known) or shared >= max(_ENOUGH, _NEARLY_ALL * len(there))


def choose(name: str | None, header: Sequence[str]) -> ColumnMap:
    """The mapping asked for by name, or else the one the header tells. Raises Invalid, NotFound."""
    mapping = read(name) if name else detect(header)
    if mapping is None:
        message = _("认不出这种表头，请指定列的对应。可用的有：%s。")
        raise Invalid(message % "、".join(names()), code="unknown_header")
    if absent := missing(mapping, header):
        message = _("文件缺少必需的列：%s。请检查表头，或换一个列的对应。")
        raise Invalid(message % "、".join(absent), code="missing_columns")
    return mapping


def missing(mapping: ColumnMap, header: Iterable[str]) -> list[str]:
    """Columns without which no row can become an order."""
    there = frozenset(header)
    return [column for one in REQUIRED for column in mapping.columns[one] if column not in there]


@cache
def _packaged() -> dict[str, ColumnMap]:
    files = sorted(FOLDER.glob("*.toml"))
    return {file.stem: parse(file.stem, tomllib.loads(file.read_text(encoding="utf-8"))) for file in files}


def _stored(row: OrderMapping) -> ColumnMap:
    return parse(row.name, {"title": row.title, **row.columns})
