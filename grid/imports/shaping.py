"""Rings to polygons; rings that make none are reported, each once."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from grid.imports.drafts import AreaDraft
from grid.imports.faults import Findings, place
from grid.imports.flat import Flat
from grid.imports.layers import Layer
from grid.imports.rings import polygon_of, ring_faults, trace_of
from grid.imports.topology import pieces

# A tenth of a millimetre: what a shift of coordinates and its way back leave behind.
DECIMALS = 9
_NUMBER = r"(-?[\d.]+(?:e-?\d+)?)"
_SPOT = re.compile(rf"^(.*?)\[{_NUMBER} {_NUMBER}\]$")


def shape_areas(drafts: Sequence[AreaDraft], *, layer: Layer, findings: Findings) -> None:
    """Give each draft its shape, or its trace when the rings make no area."""
    whole = []
    for draft in drafts:
        if not draft.polygons:
            continue
        faults = ring_faults(draft.polygons)
        for fault in faults:
            _tell(fault.kind, fault.at, draft, layer=layer, findings=findings)
        if faults:
            draft.trace = trace_of(draft.polygons)
        else:
            whole.append(draft)
    shapes = np.array([polygon_of(d.polygons) for d in whole], dtype=object)
    shapes = shapely.transform(shapes, lambda xy: np.round(xy, DECIMALS))
    for draft, shape, is_valid in zip(whole, shapes, shapely.is_valid(shapes), strict=True):
        sound = shape if is_valid else _mended(shape)
        if sound is not None:
            draft.shape = sound
        else:
            _tell(*_crossing(shape), draft, layer=layer, findings=findings)
            draft.trace = trace_of(draft.polygons)
    for draft in drafts:
        draft.polygons = []


def _mended(shape: Any) -> Any:
    """A ring may cross itself by a hair where its vertices were rounded: that hair is cut off, no more. Else None."""
    parts = shapely.get_parts(shapely.make_valid(shape))
    largest = max(parts, key=lambda part: part.area)
    flat = Flat.around(shape)
    hairs = [part for part in parts if part is not largest]
    is_hairs = all(hair.area > 0 and not pieces(flat.metres(hair)) for hair in hairs)
    as_before = shape.geom_type == "Polygon" and len(largest.interiors) == len(shape.interiors)
    return largest if is_hairs and as_before else None


def _crossing(shape: Any) -> tuple[str, tuple[float, float] | None]:
    reason = shapely.is_valid_reason(shape)
    found = _SPOT.match(reason)
    at = (float(found[2]), float(found[3])) if found else None
    return ("self_crossing" if "Self-intersection" in reason else "invalid_ring"), at


def _tell(kind: str, at: tuple[float, float] | None, draft: AreaDraft, *, layer: Layer, findings: Findings) -> None:
    sentences = {
        "not_finite": _("坐标不是有限的数，或大得不可能"),
        "too_few_points": _("边界环的点不足 4 个"),
        "unclosed_ring": _("边界环没有闭合，首尾两点不同"),
        "zero_area": _("边界环的面积为零"),
        "self_crossing": _("边界自相交"),
        "invalid_ring": _("边界环不成立（内环越出外环、相互重叠或嵌套）"),
    }
    words = f"{draft.label}：{sentences[kind]}"
    if at is not None:
        words += f"（{place(at)}）"
    findings.add(kind, words, layer=layer, code=draft.code, origin=draft.origin, at=at)
