"""What the columns of an order file mean, as a plain value: read from TOML or from what a person saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cases.models import RequestKind, Source, Urgency
from kernel.errors import FieldError, Invalid

# All that a column may mean. The order in which a wizard shows them.
FIELDS = (
    *("order_no", "title", "content", "received_at", "source", "request_kind", "urgency", "category"),
    *("address", "street", "community", "lon", "lat", "requester_name", "requester_phone", "requester_address"),
    *("is_secret", "reply_due_at", "supervised", "status", "reply", "replied_at", "closed_at", "solved", "satisfied"),
)
REQUIRED = ("order_no", "title", "content")
STATUS = ("open", "closed")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "request_kind": tuple(RequestKind.values),
    "urgency": tuple(Urgency.values),
    "source": tuple(Source.values),
    "status": STATUS,
}
_KEYS = frozenset({"title", "source", "crs", "also", "columns", "values", "defaults"})


@dataclass(frozen=True)
class ColumnMap:
    """`columns` leads from a field to its columns, joined when they are several; `values` from a field to what its
    words mean; `defaults` hold where the file says nothing. `also` are columns that belong to the file and stay as
    they are (`extra`); they help to recognise it."""

    name: str
    title: str
    source: str
    columns: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    crs: str = "wgs84"

    @property
    def known(self) -> frozenset[str]:
        """Every column that the mapping speaks of."""
        return frozenset(one for columns in self.columns.values() for one in columns) | frozenset(self.also)


def parse(name: str, data: Mapping[str, Any]) -> ColumnMap:
    """The mapping in a TOML file or a stored row. Raises Invalid that names every wrong entry."""
    errors = [*_strange(data), *_wrong_columns(data.get("columns")), *_wrong_values(data)]
    if errors:
        raise Invalid(_("工单文件对应“%(name)s”有误。") % {"name": name}, errors=errors, code="bad_mapping")
    columns = {one: _tuple(named) for one, named in data["columns"].items() if named}
    return ColumnMap(
        name=name,
        title=str(data.get("title", name)),
        source=str(data.get("source", Source.OTHER)),
        columns=columns,
        values=data.get("values", {}),
        defaults=data.get("defaults", {}),
        also=_tuple(data.get("also", ())),
        crs=data.get("crs", "wgs84"),
    )


def _tuple(named: Any) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else tuple(named)


def _strange(data: Mapping[str, Any]) -> list[FieldError]:
    errors = [_error(key, _("没有这一项。")) for key in data if key not in _KEYS]
    if data.get("source", Source.OTHER) not in Source.values:
        errors.append(_error("source", _("没有这种来源。")))
    if data.get("crs", "wgs84") not in ("wgs84", "gcj02"):
        errors.append(_error("crs", _("坐标系应为 wgs84 或 gcj02。")))
    return errors


def _wrong_columns(columns: Any) -> list[FieldError]:
    if not isinstance(columns, Mapping):
        return [_error("columns", _("缺少列的对应。"))]
    errors = [_error(f"columns.{one}", _("没有这个字段。")) for one in columns if one not in FIELDS]
    errors += [_error(f"columns.{one}", _("必须对应一列。")) for one in REQUIRED if not columns.get(one)]
    errors += [_error(f"columns.{one}", _("应为列名或列名的清单。")) for one, n in columns.items() if not _names(n)]
    return errors


def _names(named: Any) -> bool:
    return isinstance(named, str) or (isinstance(named, list | tuple) and all(isinstance(n, str) for n in named))


def _wrong_values(data: Mapping[str, Any]) -> list[FieldError]:
    said = [(f"values.{one}", one, v) for one, words in data.get("values", {}).items() for v in words.values()]
    said += [(f"defaults.{one}", one, value) for one, value in data.get("defaults", {}).items()]
    return [_error(path, _("“%s”不是可用的值。") % value) for path, one, value in said if value not in _choices(one)]


def _choices(one: str) -> tuple[str, ...]:
    return _CHOICES.get(one, ())


def _error(path: str, message: str) -> FieldError:
    return FieldError(path, "bad_mapping", message)
