"""All positions of a layer as one array, so that a hundred thousand are judged at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grid.imports.drafts import AreaDraft, ComponentDraft
from grid.imports.frames import Points
from grid.imports.rings import LARGEST

Draft = AreaDraft | ComponentDraft


@dataclass(slots=True)
class Cloud:
    """`points` of the drafts, `owners` the draft each belongs to, by its position in `drafts`."""

    drafts: Sequence[Draft]
    points: Points
    owners: NDArray[np.int64]

    def mean(self) -> Points:
        """The middle of each draft's usable points; not a number for one without any."""
        usable = self.usable()
        owners, points = self.owners[usable], self.points[usable]
        counts = np.bincount(owners, minlength=len(self.drafts)).astype(np.float64)
        counts[counts == 0] = np.nan
        return np.stack([np.bincount(owners, points[:, axis], len(self.drafts)) / counts for axis in (0, 1)], axis=1)

    def usable(self) -> NDArray[np.bool_]:
        good = np.isfinite(self.points) & (np.abs(self.points) < LARGEST)
        return good[:, 0] & good[:, 1]

    def write_back(self) -> None:
        """Give the drafts their points again, as they are now."""
        at = 0
        for draft in self.drafts:
            if isinstance(draft, ComponentDraft):
                draft.lon, draft.lat = (float(number) for number in self.points[at])
                at += 1
                continue
            for rings in draft.polygons:
                for i, ring in enumerate(rings):
                    rings[i] = self.points[at : at + len(ring)]
                    at += len(ring)


def cloud_of(drafts: Sequence[Draft]) -> Cloud:
    if drafts and isinstance(drafts[0], ComponentDraft):
        points = np.array([(d.lon, d.lat) for d in drafts if isinstance(d, ComponentDraft)], dtype=np.float64)
        return Cloud(drafts, points, np.arange(len(drafts)))
    areas = [draft for draft in drafts if isinstance(draft, AreaDraft)]
    rings = [(i, ring) for i, d in enumerate(areas) for rings in d.polygons for ring in rings]
    if not rings:
        return Cloud(drafts, np.empty((0, 2)), np.empty(0, dtype=np.int64))
    owners = np.repeat([i for i, _ in rings], [len(ring) for _, ring in rings])
    return Cloud(drafts, np.concatenate([ring for _, ring in rings]), owners)
