"""Whether the areas of a level cover the district once and lie in the areas they are a part of."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from grid.imports.faults import Findings, place
from grid.imports.flat import Flat
from grid.imports.layers import LEVELS, Layer
from grid.imports.picture import Member, Picture
from grid.imports.topology import Piece, gaps, outside, overlaps

# When more of a layer than this does not even touch the district, it is another district's.
_ELSEWHERE = 0.5


@dataclass(slots=True)
class Fitting:
    """One level of the picture, its shapes laid flat."""

    layer: Layer
    picture: Picture
    flat: Flat
    findings: Findings

    def check(self) -> None:
        members = [m for m in self.picture.members(self.layer) if m.shape is not None]
        shapes = self.flat.metres(np.array([m.shape for m in members], dtype=object))
        self._overlaps(members, shapes)
        if self.layer is Layer.DISTRICT:
            return
        region = self.flat.metres(self.picture.boundary)
        if len(shapes) and float(shapely.disjoint(region, shapes).mean()) > _ELSEWHERE:
            words = _("%s图层大部分不在本区范围内，疑似其他区的数据") % self.layer.label
            self.findings.add("outside_boundary", words, layer=self.layer)
            return
        beyond = outside(shapes, region)
        for member, piece in zip(members, beyond, strict=True):
            if piece is not None:
                words = _("%(name)s 有 %(area)s 在本区边界之外（%(place)s）")
                self._tell("outside_boundary", words, member, piece)
        self._parents(members, shapes, beyond)
        self._gaps(region, shapes)

    def _overlaps(self, members: list[Member], shapes: Any) -> None:
        for overlap in overlaps(shapes):
            first, second = members[overlap.first], members[overlap.second]
            if first.code and first.code == second.code:
                continue  # told as a doubled code
            kind, words = "overlap", _("%(name)s 与 %(other)s 重叠 %(area)s（%(place)s）")
            if overlap.is_same_shape:
                kind, words = "duplicate_shape", _("%(name)s 与 %(other)s 的图形相同，面积 %(area)s（%(place)s）")
            self._tell(kind, words, second, overlap.piece, other=first.label)

    def _parents(self, members: list[Member], shapes: Any, beyond: list[Piece | None]) -> None:
        """Parts outside the district were told; what lies in a wrong parent of the district is told here."""
        level = LEVELS[self.layer]
        assert level.parent is not None
        parents = self.picture.by_code(level.parent)
        digits = LEVELS[level.parent].digits
        mine = [
            (i, parent)
            for i, member in enumerate(members)
            if (parent := parents.get(member.code[:digits])) is not None and parent.shape is not None
        ]
        if not mine:
            return
        at = [i for i, _parent in mine]
        regions = self.flat.metres(np.array([parent.shape for _i, parent in mine], dtype=object))
        for (i, parent), piece in zip(mine, outside(shapes[at], regions), strict=True):
            told = beyond[i]
            if piece is None or (told is not None and told.area_m2 > piece.area_m2 * 0.99):
                continue
            words = _("%(name)s 有 %(area)s 不在上级%(other)s内（%(place)s）")
            if self.layer not in self.picture.imported:
                words = _("在用的%(name)s 有 %(area)s 不在新的上级%(other)s内（%(place)s），请一并导入该层")
            self._tell("outside_parent", words, members[i], piece, other=f"{parent.name} {parent.code}".strip())

    def _gaps(self, region: Any, shapes: Any) -> None:
        members = self.picture.members(self.layer)
        traces = [self.flat.metres(m.trace) for m in members if m.trace is not None]
        for gap in gaps(region, shapes, traces=traces):
            at = self.flat.degrees(gap.at)
            named = {"where": self._name_at(at), "area": _square_metres(gap), "layer": self.layer.label}
            words = _("%(where)s有 %(area)s 没有被任何%(layer)s覆盖（%(place)s）") % (named | {"place": place(at)})
            self.findings.add("gap", words, layer=self.layer, at=at)

    def _name_at(self, at: tuple[float, float]) -> str:
        """The street or community around a gap, as far as one is known there."""
        parent = LEVELS[self.layer].parent
        around = self.picture.members(parent) if parent else []
        point = shapely.Point(at)
        return next((m.name or m.code for m in around if m.shape is not None and m.shape.intersects(point)), "") or _(
            "区内"
        )

    def _tell(self, kind: str, words: str, member: Member, piece: Piece, *, other: str = "") -> None:
        at = self.flat.degrees(piece.at)
        named = {"name": member.label, "other": other, "area": _square_metres(piece), "place": place(at)}
        self.findings.add(kind, words % named, layer=self.layer, code=member.code, origin=member.origin, at=at)


def _square_metres(piece: Piece) -> str:
    return _("%s 平方米") % f"{piece.area_m2:,.0f}"
