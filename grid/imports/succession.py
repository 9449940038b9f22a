"""Who takes whose place: the areas of a level before and after, by code and by the ground they cover."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import shapely
from django.db.models import Q
from django.utils.translation import gettext as _

from grid.imports.drafts import AreaDraft
from grid.imports.faults import Findings
from grid.imports.flat import Flat
from grid.imports.layers import Layer
from grid.imports.picture import Picture, Stored
from grid.imports.topology import same_shape

# Degrees, a tenth of a metre: vertices that were rounded are still the same vertices.
_SAME_VERTEX = 1e-6


@dataclass(slots=True)
class Succession:
    """`begin` are drafts to insert, `end` stored areas to close; a code in both is redrawn. The rest stays."""

    layer: Layer
    read: int = 0
    begin: dict[str, AreaDraft] = field(default_factory=dict)
    end: dict[str, Stored] = field(default_factory=dict)
    unchanged: int = 0
    names: dict[str, str] = field(default_factory=dict)

    @property
    def replaced(self) -> set[str]:
        return self.begin.keys() & self.end.keys()

    @property
    def is_nothing(self) -> bool:
        return not (self.begin or self.end or self.names)


def succeed(layer: Layer, picture: Picture) -> Succession:
    """Same code and same shape stays untouched, under a new name if it has one."""
    drafts = {d.code: d for d in reversed(picture.imported[layer]) if d.code and d.shape is not None}
    stored = picture.stored[layer]
    both = [code for code in drafts if code in stored]
    same = _same([(drafts[code].shape, stored[code].shape) for code in both], picture)
    stays = {code for code, is_same in zip(both, same, strict=True) if is_same}
    return Succession(
        layer,
        read=len(picture.imported[layer]),
        begin={code: draft for code, draft in sorted(drafts.items()) if code not in stays},
        end={code: row for code, row in stored.items() if code not in stays},
        unchanged=sum(stored[code].name == drafts[code].name for code in stays),
        names={code: drafts[code].name for code in stays if stored[code].name != drafts[code].name},
    )


def _same(pairs: list[tuple[Any, Any]], picture: Picture) -> list[bool]:
    if not pairs:
        return []
    shapes = np.array(pairs, dtype=object)
    normal = shapely.normalize(shapes)
    same = shapely.equals_exact(normal[:, 0], normal[:, 1], tolerance=_SAME_VERTEX)
    flat = Flat.around(picture.boundary if picture.boundary is not None else shapes[0][0])
    return [
        bool(is_same) or same_shape(flat.metres(new), flat.metres(old))
        for is_same, (new, old) in zip(same, shapes, strict=True)
    ]


def check_dates(
    layer: Layer, model: Any, *, begin: Iterable[str], end: Iterable[str], as_of: date, findings: Findings
) -> None:
    """What ends on the day must have begun by then; a code that begins must be free from that day on.

    A file that was wrong is replaced on the same day: what it began ends with the day it began, in force for none.
    """
    begin, end = set(begin), set(end)
    taken = Q(code__in=begin) & (Q(started_on__gt=as_of) | Q(ended_on__gt=as_of))
    young = Q(code__in=end, ended_on__isnull=True, started_on__gt=as_of)
    rows = model._default_manager.filter(taken | young).order_by("code", "started_on")
    dates = list(rows.values_list("code", "started_on", "ended_on"))
    if dates:
        latest = max(end or start for _code, start, end in dates)
        words = _("%(layer)s %(codes)s 等 %(count)d 条的时间晚于 %(as_of)s，请把 --as-of 设为 %(latest)s 或之后")
        named = {
            "layer": layer.label,
            "codes": "、".join(code for code, _start, _end in dates[:5]),
            "count": len(dates),
            "as_of": as_of.isoformat(),
            "latest": latest.isoformat(),
        }
        findings.add("as_of_too_early", words % named, layer=layer)
