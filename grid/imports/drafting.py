"""One item to one draft: its code, its texts, its numbers; each that makes no sense is reported here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from grid.imports.detecting import COMPONENT_DIGITS
from grid.imports.drafts import AreaDraft, ComponentDraft, DutyDraft, NameRow
from grid.imports.faults import Findings, Origin
from grid.imports.items import Item
from grid.imports.layers import LEVELS, Layer
from grid.imports.rings import BadGeometry, point_of, rings_of
from grid.imports.values import area_code, codes_in, is_broken, is_code, text_of

# As long as the columns they are stored in.
_LONGEST = {
    "name": 60, "state": 20, "competent_unit": 80, "owner_unit": 80, "maintainer_unit": 80,
    "identifier": 40, "inspector": 80, "duty_code": 30,
}  # fmt: skip


@dataclass(slots=True)
class Drafting:
    """Drafts of one file's layer; `columns` says which property holds which field."""

    layer: Layer
    columns: Mapping[str, str]
    findings: Findings

    def area(self, item: Item) -> AreaDraft:
        draft = AreaDraft(item.origin, self._area_code(item), self._text(item, "name"))
        try:
            draft.polygons = rings_of(item.geometry)
        except BadGeometry as error:
            self._bad_geometry(error, code=draft.code, origin=item.origin)
        return draft

    def name_row(self, item: Item) -> NameRow:
        return NameRow(item.origin, self._area_code(item), self._text(item, "name"))

    def component(self, item: Item) -> list[ComponentDraft]:
        """None of it without a position: there is nothing more to check."""
        code = self._checked_code(item, text_of(self._value(item, "code")), digits=COMPONENT_DIGITS)
        try:
            lon, lat = self._position(item)
        except BadGeometry as error:
            self._bad_geometry(error, code=code, origin=item.origin)
            return []
        said = text_of(self._value(item, "class_code"))
        if is_code(code, COMPONENT_DIGITS) and is_code(said, 4) and said != code[6:10]:
            words = _("%(code)s：类别代码 %(said)s 与标识码中的 %(own)s 不一致")
            self._fault("class_mismatch", words % {"code": code, "said": said, "own": code[6:10]}, code, item.origin)
        texts = {
            field: self._text(item, field)
            for field in ("name", "state", "competent_unit", "owner_unit", "maintainer_unit")
        }
        return [ComponentDraft(item.origin, code, lon=lon, lat=lat, **texts)]

    def duty_grid(self, item: Item) -> DutyDraft:
        code = text_of(self._value(item, "code"))
        if not code or len(code) > _LONGEST["duty_code"] or is_broken(code):
            self._fault("bad_code", _("%s：缺少责任网格代码，或代码过长") % item.origin, code[:30], item.origin)
            code = ""
        return DutyDraft(
            item.origin,
            code,
            self._text(item, "name"),
            self._text(item, "identifier"),
            self._text(item, "inspector"),
            codes_in(self._value(item, "unit_grids")),
        )

    def _value(self, item: Item, field: str) -> Any:
        return item.properties.get(self.columns.get(field, ""))

    def _area_code(self, item: Item) -> str:
        code = area_code(self._value(item, "code"), self.layer)
        return self._checked_code(item, code, digits=LEVELS[self.layer].digits)

    def _checked_code(self, item: Item, code: str, *, digits: int) -> str:
        """The code, or "" for one that is none."""
        if is_code(code, digits):
            return code
        named = {"where": item.origin, "code": _shown(code), "layer": self.layer.label, "digits": digits}
        words = _("%(where)s：%(layer)s代码应为 %(digits)d 位数字，实为“%(code)s”")
        if not code:
            words = _("%(where)s：缺少%(layer)s代码")
        elif "E+" in code.upper():
            words = _("%(where)s：%(layer)s代码“%(code)s”已被表格软件改成科学记数，请以文本格式重新导出")
        self._fault("bad_code", words % named, _shown(code), item.origin)
        return ""

    def _text(self, item: Item, field: str) -> str:
        text = text_of(self._value(item, field))
        if is_broken(text):
            words = _("%(where)s：“%(text)s”含有乱码或不可见字符，请检查文件编码")
            self._fault("wrong_encoding", words % {"where": item.origin, "text": _shown(text)}, "", item.origin)
        elif len(text) > _LONGEST[field]:
            words = _("%(where)s：“%(text)s”过长，最多 %(longest)d 个字")
            named = {"where": item.origin, "text": _shown(text), "longest": _LONGEST[field]}
            self._fault("too_long", words % named, "", item.origin)
        return text

    def _position(self, item: Item) -> tuple[float, float]:
        if item.geometry is not None or "lon" not in self.columns or "lat" not in self.columns:
            return point_of(item.geometry)
        lon, lat = (text_of(self._value(item, field)) for field in ("lon", "lat"))
        if not lon or not lat:
            raise BadGeometry("missing_geometry")
        try:
            return float(lon), float(lat)
        except ValueError as error:
            raise BadGeometry("bad_coordinates") from error

    def _bad_geometry(self, error: BadGeometry, *, code: str, origin: Origin) -> None:
        sentences = {
            "missing_geometry": _("%(name)s：没有图形或坐标"),
            "wrong_geometry": _("%(name)s：图形类型不对（%(detail)s）"),
            "bad_coordinates": _("%(name)s：坐标不是数字"),
        }
        words = sentences[error.kind] % {"name": code or origin, "detail": error.detail}
        self._fault(error.kind, words, code, origin)

    def _fault(self, kind: str, message: str, code: str, origin: Origin) -> None:
        self.findings.add(kind, message, layer=self.layer, code=code, origin=origin)


def _shown(text: str) -> str:
    """Fit for a sentence and for a cell: short, and without what is invisible."""
    return "".join(c if c.isprintable() else "�" for c in text[:40])
