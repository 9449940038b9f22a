"""Components: each code once, each point in a unit grid of the district."""

from collections.abc import Sequence

import numpy as np
import shapely
from django.utils.translation import gettext as _

from grid.imports.drafts import ComponentDraft
from grid.imports.faults import Findings, place
from grid.imports.layers import Layer
from grid.imports.picture import Member, Picture
from grid.partition import TOLERANCE

_ELSEWHERE = 0.5
# Two things of one class closer than this, in degrees (a centimetre), are one thing entered twice.
_SAME_PLACE_DECIMALS = 7
# On the rim of the district, in degrees: half a metre is a surveyor's error.
_RIM = 5e-6


def check_components(drafts: Sequence[ComponentDraft], picture: Picture, *, findings: Findings) -> None:
    """Gives each draft the code of its unit grid, too."""
    _check_codes(drafts, picture, findings=findings)
    _check_twins(drafts, findings=findings)
    if drafts:
        _check_places(drafts, picture, findings=findings)


def unit_grids_at(picture: Picture, lons: Sequence[float], lats: Sequence[float]) -> list[str | None]:
    """The unit grid of each position: the lowest code on a border, "" within a district without unit grids."""
    members = sorted((m.code, m.shape) for m in _shaped(picture, Layer.UNIT_GRIDS))
    points = shapely.points(np.array(lons), np.array(lats))
    if not members:
        inside = shapely.covers(picture.boundary, points)
        return ["" if is_inside else None for is_inside in inside]
    tree = shapely.STRtree([shape for _code, shape in members])
    at, found = tree.query(points, predicate="dwithin", distance=TOLERANCE)
    lowest = np.full(len(points), len(members))
    np.minimum.at(lowest, at, found)
    codes: list[str | None] = [*(code for code, _shape in members), None]
    return [codes[i] for i in lowest]


def _shaped(picture: Picture, layer: Layer) -> list[Member]:
    return [m for m in picture.by_code(layer).values() if m.shape is not None]


def _check_codes(drafts: Sequence[ComponentDraft], picture: Picture, *, findings: Findings) -> None:
    districts = picture.by_code(Layer.DISTRICT)
    firsts: dict[str, ComponentDraft] = {}
    for draft in drafts:
        if not draft.code:
            continue
        first = firsts.setdefault(draft.code, draft)
        if first is not draft:
            words = _("%(code)s 重复：%(first)s、%(second)s")
            named = {"code": draft.code, "first": first.origin, "second": draft.origin}
            _tell(findings, "duplicate_code", words % named, draft)
        if draft.code[:6] not in districts:
            words = _("%(code)s：标识码不以本区代码 %(own)s 开头")
            _tell(findings, "unknown_parent", words % {"code": draft.code, "own": "、".join(districts)}, draft)


def _check_twins(drafts: Sequence[ComponentDraft], *, findings: Findings) -> None:
    seen: dict[tuple[str, float, float], ComponentDraft] = {}
    for draft in drafts:
        where = (draft.code[6:10], round(draft.lon, _SAME_PLACE_DECIMALS), round(draft.lat, _SAME_PLACE_DECIMALS))
        first = seen.setdefault(where, draft)
        if draft.code and first is not draft and first.code != draft.code:
            words = _("%(name)s 与 %(other)s 类别相同、位置相同（%(place)s）")
            named = {"name": draft.code, "other": first.label, "place": place((draft.lon, draft.lat))}
            _tell(findings, "duplicate_shape", words % named, draft)


def _check_places(drafts: Sequence[ComponentDraft], picture: Picture, *, findings: Findings) -> None:
    if picture.boundary is None:
        return  # told once, for all layers
    codes = unit_grids_at(picture, [d.lon for d in drafts], [d.lat for d in drafts])
    # A point within the district but in no unit grid lies in a gap of those, which is told of them.
    lost = _outside([draft for draft, code in zip(drafts, codes, strict=True) if code is None], picture)
    if len(lost) > len(drafts) * _ELSEWHERE:
        words = _("%(layer)s图层大部分不在本区范围内，疑似其他区的数据") % {"layer": Layer.COMPONENTS.label}
        findings.add("outside_boundary", words, layer=Layer.COMPONENTS)
        return
    for draft in lost:
        words = _("%(name)s 不在本区边界之内（%(place)s）")
        _tell(
            findings, "outside_boundary", words % {"name": draft.label, "place": place((draft.lon, draft.lat))}, draft
        )
    for draft, code in zip(drafts, codes, strict=True):
        draft.unit_grid_code = code or ""


def _outside(drafts: Sequence[ComponentDraft], picture: Picture) -> list[ComponentDraft]:
    points = shapely.points([draft.lon for draft in drafts], [draft.lat for draft in drafts])
    return [
        d for d, is_near in zip(drafts, shapely.dwithin(points, picture.boundary, _RIM), strict=True) if not is_near
    ]


def _tell(findings: Findings, kind: str, message: str, draft: ComponentDraft) -> None:
    at = (draft.lon, draft.lat)
    findings.add(kind, message, layer=Layer.COMPONENTS, code=draft.code, origin=draft.origin, at=at)
