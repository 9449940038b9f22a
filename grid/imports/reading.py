"""A file to the drafts it holds; what cannot be read is reported and left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.imports.detecting import SAMPLE, columns_in, known_names, layer_of, present_in
from grid.imports.drafting import Drafting
from grid.imports.drafts import AreaDraft, ComponentDraft, DutyDraft, NameRow
from grid.imports.faults import Findings, Origin
from grid.imports.geojson import GeoJsonReader
from grid.imports.items import GEOJSON, ID, TABLES, Item, feature_items, table_items
from grid.imports.layers import Layer

_REQUIRED: Mapping[Layer, tuple[str, ...]] = {
    Layer.DUTY_GRIDS: ("code", "name", "unit_grids"),
    Layer.COMPONENTS: ("code",),
}
_FIELD_LABELS = {
    "code": gettext_lazy("代码"),
    "name": gettext_lazy("名称"),
    "unit_grids": gettext_lazy("单元网格"),
    "lon": gettext_lazy("经度"),
    "lat": gettext_lazy("纬度"),
}


@dataclass(slots=True)
class Reading:
    """What one file holds; `crs` is the name in its crs member."""

    file: str
    layer: Layer
    crs: str = ""
    areas: list[AreaDraft] = field(default_factory=list)
    names: list[NameRow] = field(default_factory=list)
    components: list[ComponentDraft] = field(default_factory=list)
    duty_grids: list[DutyDraft] = field(default_factory=list)


def read_file(path: Path, *, layer: Layer | None, findings: Findings) -> Reading | None:
    """None when nothing can be made of it, which is then among the findings."""
    origin = Origin(path.name)
    suffix = path.suffix.lower()
    if not path.is_file():
        findings.add("missing_file", _("找不到文件 %s") % path, origin=origin)
    elif suffix in GEOJSON:
        reader = GeoJsonReader(path)
        items = feature_items(path, reader=reader, findings=findings)
        reading = _read_items(items, path=path, layer=layer, findings=findings)
        if reading is not None:
            reading.crs = _crs_name(reader.members.get("crs"))
        return reading
    elif suffix in TABLES:
        return _read_items(table_items(path, findings=findings), path=path, layer=layer, findings=findings)
    else:
        words = _("%s 不是可导入的格式，请提供 GeoJSON、CSV 或 xlsx（Shapefile 请先转换为 GeoJSON）")
        findings.add("unknown_format", words % path.name, origin=origin)
    return None


def _crs_name(member: Any) -> str:
    properties = member.get("properties") if isinstance(member, dict) else None
    return str(properties.get("name", "")) if isinstance(properties, dict) else ""


def _read_items(items: Iterator[Item], *, path: Path, layer: Layer | None, findings: Findings) -> Reading | None:
    before = len(findings.faults)
    sample = list(islice(items, SAMPLE))
    if not sample:
        if len(findings.faults) == before:
            findings.add("empty_collection", _("%s 中没有任何要素") % path.name, layer=layer, origin=Origin(path.name))
        return None
    layer = layer or layer_of(sample)
    if layer is None:
        words = _("看不出 %(file)s 是哪个图层（属性有：%(names)s），请用 --layer 指明")
        named = {"file": path.name, "names": _listed(sample)}
        findings.add("unknown_layer", words % named, origin=Origin(path.name))
        return None
    columns = columns_in(sample, layer)
    if not _has_required(sample, columns, layer=layer, file=path.name, findings=findings):
        return None
    _tell_unknown(sample, layer=layer, file=path.name, findings=findings)
    return _drafted(chain(sample, items), Reading(path.name, layer), columns, findings=findings)


def _drafted(items: Iterator[Item], reading: Reading, columns: Mapping[str, str], *, findings: Findings) -> Reading:
    drafting = Drafting(reading.layer, columns, findings)
    for item in items:
        if reading.layer is Layer.DUTY_GRIDS:
            reading.duty_grids.append(drafting.duty_grid(item))
        elif reading.layer is Layer.COMPONENTS:
            reading.components += drafting.component(item)
        elif item.origin.is_row:
            reading.names.append(drafting.name_row(item))
        else:
            reading.areas.append(drafting.area(item))
    return reading


def _has_required(
    sample: Sequence[Item], columns: Mapping[str, str], *, layer: Layer, file: str, findings: Findings
) -> bool:
    required = _REQUIRED.get(layer, ("code",))
    if sample[0].origin.is_row:
        required += {Layer.COMPONENTS: ("lon", "lat"), Layer.DUTY_GRIDS: ()}.get(layer, ("name",))
    missing = [field for field in required if field not in columns]
    words = _("%(file)s 缺少“%(field)s”属性（文件中的属性有：%(names)s）")
    for field_name in missing:
        named = {"file": file, "field": _FIELD_LABELS[field_name], "names": _listed(sample)}
        findings.add("missing_property", words % named, layer=layer, origin=Origin(file))
    return not missing


def _tell_unknown(sample: Sequence[Item], *, layer: Layer, file: str, findings: Findings) -> None:
    unknown = [name for name in present_in(sample) if name != ID and name not in known_names(layer)]
    if unknown:
        words = _("%(file)s 的属性 %(names)s 未采用") % {"file": file, "names": "、".join(unknown[:20])}
        findings.add("unknown_property", words, layer=layer, origin=Origin(file), is_notice=True)


def _listed(sample: Sequence[Item]) -> str:
    return "、".join(name for name in present_in(sample) if name != ID)[:300] or _("无")
