"""Brings the coordinates of a file to WGS-84, and says when they are not what the file or the caller claims.

After a wrong system is recognised, checking goes on with the right one: the other faults are found all the same.
"""

from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from grid.imports.clouds import Cloud, Draft, cloud_of
from grid.imports.faults import Findings, Origin
from grid.imports.frames import Frame, are_projected, are_swapped, claimed_frame, fits_better, to_wgs84
from grid.imports.layers import Layer
from grid.imports.reading import Reading
from grid.imports.rings import is_number
from grid.imports.shaping import shape_areas

# When more of a file's features share a fault of coordinates than this, it is the file's.
_WHOLE_FILE = 0.5


def place(reading: Reading, *, frame: Frame | None, boundary: Any, findings: Findings) -> None:
    """Give every draft of the file its WGS-84 position or shape. `boundary` is the district's, where there is one."""
    report = _Report(reading, findings)
    _drop_endless(reading, findings)
    drafts: list[Draft] = [*reading.areas, *reading.components]
    cloud = cloud_of(drafts)
    middles = cloud.mean()
    projected, swapped = are_projected(middles), are_swapped(middles)
    if len(cloud.points):
        _tell_projected(report, cloud, projected)
        _unswap(report, cloud, swapped)
        claimed = claimed_frame(reading.crs)
        if claimed is None and frame is None and not projected.any():
            words = _("%(file)s 的坐标系 %(crs)s 不受支持，请转换为 WGS-84 或 CGCS2000 经纬度，或用 --crs 指明")
            report.whole("unknown_crs", words % {"file": reading.file, "crs": reading.crs[:80]})
        _to_wgs84(report, cloud, frame or claimed or Frame.WGS84, boundary)
        cloud.write_back()
    _drop(reading, projected)
    shape_areas(reading.areas, layer=reading.layer, findings=findings)


class _Report:
    def __init__(self, reading: Reading, findings: Findings) -> None:
        self.reading, self.findings = reading, findings

    def whole(self, kind: str, message: str) -> None:
        self.findings.add(kind, message, layer=self.reading.layer, origin=Origin(self.reading.file))

    def each_or_whole(self, kind: str, which: NDArray[np.bool_], drafts: Any, *, one: str, all_of_it: str) -> None:
        """A sentence for each draft, or one for the file when most of them are concerned."""
        count = int(which.sum())
        if count > len(drafts) * _WHOLE_FILE:
            self.whole(kind, all_of_it % {"file": self.reading.file, "count": count})
            return
        for i in np.flatnonzero(which):
            draft = drafts[i]
            words = one % {"name": draft.label}
            self.findings.add(kind, words, layer=self.reading.layer, code=draft.code, origin=draft.origin)


def _tell_projected(report: _Report, cloud: Cloud, projected: NDArray[np.bool_]) -> None:
    report.each_or_whole(
        "projected_coordinates",
        projected,
        cloud.drafts,
        one=_("%(name)s：坐标不是经纬度（疑似投影坐标，单位为米），请转换为 WGS-84 或 CGCS2000 经纬度"),
        all_of_it=_("%(file)s：%(count)d 个要素的坐标不是经纬度（疑似投影坐标，单位为米），请转换为经纬度"),
    )


def _unswap(report: _Report, cloud: Cloud, swapped: NDArray[np.bool_]) -> None:
    report.each_or_whole(
        "swapped_coordinates",
        swapped,
        cloud.drafts,
        one=_("%(name)s：经纬度颠倒，应为经度在前、纬度在后"),
        all_of_it=_("%(file)s：%(count)d 个要素经纬度颠倒，应为经度在前、纬度在后"),
    )
    turned = swapped[cloud.owners]
    cloud.points[turned] = cloud.points[turned][:, ::-1]


def _to_wgs84(report: _Report, cloud: Cloud, frame: Frame, boundary: Any) -> None:
    other = Frame.WGS84 if frame is Frame.GCJ02 else Frame.GCJ02
    usable = cloud.points[cloud.usable()]
    is_told = report.reading.layer is Layer.DISTRICT or boundary is None
    if not is_told and fits_better(usable, now=frame, other=other, boundary=boundary):
        words = _("%s：疑似已是 WGS-84 坐标，请去掉 --crs gcj02")
        kind = "not_gcj02"
        if other is Frame.GCJ02:
            kind, words = "gcj02_suspected", _("%s：整层偏移约 600 米，疑似 GCJ-02，请加 --crs gcj02")
        report.whole(kind, words % report.reading.file)
        frame = other
    cloud.points = to_wgs84(cloud.points, frame)


def _drop_endless(reading: Reading, findings: Findings) -> None:
    """A component's position may be no number; an area's rings are judged when they become shapes."""
    for draft in reading.components:
        if not is_number(draft.lon, draft.lat):
            words = _("%s：坐标不是有限的数，或大得不可能") % draft.label
            findings.add("not_finite", words, layer=reading.layer, code=draft.code, origin=draft.origin)
    reading.components = [draft for draft in reading.components if is_number(draft.lon, draft.lat)]


def _drop(reading: Reading, projected: NDArray[np.bool_]) -> None:
    """Metres have no place on the map: nothing more is said about them."""
    gone = {
        id(draft) for draft, is_gone in zip([*reading.areas, *reading.components], projected, strict=True) if is_gone
    }
    for area in reading.areas:
        if id(area) in gone:
            area.polygons = []
    reading.components = [c for c in reading.components if id(c) not in gone]
