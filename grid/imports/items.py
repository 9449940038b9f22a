"""Files as one kind of item, whether features of a GeoJSON file or rows of a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from foundation.tables import BadRow, TableError, open_table
from grid.imports.faults import Findings, Origin
from grid.imports.geojson import BadGeoJson, GeoJsonReader
from grid.imports.properties import fold_keys
from grid.imports.values import text_of

# Where a feature's own id stands among its properties: no property's folded name has a sharp sign in front.
ID = "#id"
GEOJSON = {".geojson", ".json"}
TABLES = {".csv", ".txt", ".xlsx"}


@dataclass(frozen=True, slots=True)
class Item:
    """A feature or a row; properties by folded name."""

    origin: Origin
    properties: dict[str, Any]
    geometry: Any = None


def table_items(path: Path, *, findings: Findings) -> Iterator[Item]:
    """The rows that can be read; the others are reported."""
    try:
        with open_table(path) as table:
            for row in table:
                origin = Origin(path.name, row.line, is_row=True)
                if isinstance(row, BadRow):
                    findings.add(
                        "bad_row", _("%(where)s：%(reason)s") % {"where": origin, "reason": row.reason}, origin=origin
                    )
                else:
                    yield Item(origin, fold_keys(row.cells))
    except TableError as error:
        findings.add("bad_table", f"{path.name}：{error.message}", origin=Origin(path.name, error.line, is_row=True))


def feature_items(path: Path, *, reader: GeoJsonReader, findings: Findings) -> Iterator[Item]:
    """The features that are features; where the file breaks off, that is reported and the rest is missing."""
    try:
        for number, feature in enumerate(reader, start=1):
            origin = Origin(path.name, number)
            properties = feature.get("properties") if isinstance(feature, dict) else None
            if not isinstance(feature, dict) or not isinstance(properties, dict | None):
                findings.add("bad_feature", _("%s 不是 GeoJSON 要素") % origin, origin=origin)
                continue
            named = fold_keys(properties or {})
            if text_of(feature.get("id")):
                named[ID] = feature["id"]
            yield Item(origin, named, feature.get("geometry"))
    except BadGeoJson as error:
        findings.add(error.kind, f"{path.name}：{_sentence(error)}", origin=Origin(path.name))


def _sentence(error: BadGeoJson) -> str:
    after = {"features": error.features, "detail": error.detail or _("无")}
    sentences = {
        "empty_file": _("文件是空的"),
        "wrong_encoding": _("不是 UTF-8 编码（第 %(features)d 个要素之后无法解码），请另存为 UTF-8 后再导入"),
        "truncated_json": _("文件不完整，读到第 %(features)d 个要素之后中断，请重新导出"),
        "malformed_json": _("不是正确的 JSON，第 %(features)d 个要素之后有语法错误"),
        "oversized_feature": _("第 %(features)d 个要素之后的一个要素过大，无法读取"),
        "not_geojson": _("不是 GeoJSON 要素集合（type 为 %(detail)s），请导出为 FeatureCollection"),
    }
    return sentences[error.kind] % after
