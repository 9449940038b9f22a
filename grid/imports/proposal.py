"""Everything the files propose, checked against each other and against what is in force; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from grid.coordinates import area_m2
from grid.imports.coding import check_codes, give_names, renamed
from grid.imports.drafts import ComponentDraft, DutyDraft, NameRow
from grid.imports.duties import check_duty_grids, joined
from grid.imports.faults import Findings
from grid.imports.fitting import Fitting
from grid.imports.flat import Flat
from grid.imports.frames import Frame
from grid.imports.inventories import ComponentChanges, DutyChanges, component_changes, duty_changes
from grid.imports.layers import LEVELS, Layer
from grid.imports.picture import Picture
from grid.imports.placing import place
from grid.imports.pointing import check_components
from grid.imports.reading import Reading
from grid.imports.succession import Succession, check_dates, succeed
from grid.models import Component, DutyGrid

# Square metres. Districts differ: a unit grid of another size is worth a look, no more.
USUAL_UNIT_GRID_M2 = (2_000, 100_000)


@dataclass(slots=True)
class Proposal:
    """What would change, layer by layer, and the picture it leads to."""

    picture: Picture
    areas: dict[Layer, Succession] = field(default_factory=dict)
    components: ComponentChanges | None = None
    duty_grids: DutyChanges | None = None


def propose(
    readings: Sequence[Reading],
    picture: Picture,
    *,
    frame: Frame | None,
    as_of: date,
    is_complete: bool,
    findings: Findings,
) -> Proposal:
    """Whole only when the findings hold no fault afterwards."""
    for reading in readings:
        if reading.areas:
            picture.imported.setdefault(reading.layer, []).extend(reading.areas)
    _place(readings, picture, frame=frame, findings=findings)
    proposal = Proposal(picture)
    _check_areas(readings, picture, findings=findings)
    _propose_areas(readings, proposal, findings=findings)
    _propose_components(readings, proposal, is_complete=is_complete, findings=findings)
    _propose_duty_grids(readings, proposal, findings=findings)
    if not findings.faults:
        _check_dates(proposal, as_of=as_of, findings=findings)
    return proposal


def _place(readings: Sequence[Reading], picture: Picture, *, frame: Frame | None, findings: Findings) -> None:
    """The district first: the others are held against it."""
    for reading in sorted(readings, key=lambda r: r.layer is not Layer.DISTRICT):
        boundary = None if reading.layer is Layer.DISTRICT else picture.boundary
        place(reading, frame=frame, boundary=boundary, findings=findings)


def _check_areas(readings: Sequence[Reading], picture: Picture, *, findings: Findings) -> None:
    for layer in LEVELS:
        if layer in picture.imported:
            give_names(layer, picture, _names(readings, layer), findings=findings)
    if picture.boundary is None:
        findings.add("missing_boundary", _("没有区边界，请先导入区（district）图层，或运行 load_district"))
        return
    flat = Flat.around(picture.boundary)
    for layer in picture.affected:
        check_codes(layer, picture, findings=findings)
        Fitting(layer, picture, flat, findings).check()
    _tell_unusual_sizes(picture, findings=findings)


def _propose_areas(readings: Sequence[Reading], proposal: Proposal, *, findings: Findings) -> None:
    for layer in LEVELS:
        names = _names(readings, layer)
        if layer in proposal.picture.imported:
            proposal.areas[layer] = succeed(layer, proposal.picture)
        elif names:
            changed = renamed(layer, proposal.picture, names, findings=findings)
            same = len(names) - len(changed)
            proposal.areas[layer] = Succession(layer, read=len(names), unchanged=same, names=changed)


def _propose_components(
    readings: Sequence[Reading], proposal: Proposal, *, is_complete: bool, findings: Findings
) -> None:
    if any(reading.layer is Layer.COMPONENTS for reading in readings):
        drafts: list[ComponentDraft] = [draft for reading in readings for draft in reading.components]
        check_components(drafts, proposal.picture, findings=findings)
        proposal.components = component_changes(drafts, is_complete=is_complete)


def _propose_duty_grids(readings: Sequence[Reading], proposal: Proposal, *, findings: Findings) -> None:
    if any(reading.layer is Layer.DUTY_GRIDS for reading in readings):
        drafts: list[DutyDraft] = joined(draft for reading in readings for draft in reading.duty_grids)
        check_duty_grids(drafts, proposal.picture, findings=findings)
        proposal.duty_grids = duty_changes(drafts)


def _check_dates(proposal: Proposal, *, as_of: date, findings: Findings) -> None:
    for layer, change in proposal.areas.items():
        model = LEVELS[layer].model
        check_dates(layer, model, begin=change.begin, end=change.end, as_of=as_of, findings=findings)
    if proposal.components is not None:
        gone = proposal.components.gone
        check_dates(Layer.COMPONENTS, Component, begin=(), end=gone, as_of=as_of, findings=findings)
    if proposal.duty_grids is not None:
        duties = proposal.duty_grids
        begin = [draft.code for draft in duties.begin]
        check_dates(Layer.DUTY_GRIDS, DutyGrid, begin=begin, end=duties.end, as_of=as_of, findings=findings)


def _tell_unusual_sizes(picture: Picture, *, findings: Findings) -> None:
    smallest, largest = USUAL_UNIT_GRID_M2
    drafts = [d for d in picture.imported.get(Layer.UNIT_GRIDS, ()) if d.shape is not None]
    unusual = [draft.label for draft in drafts if not smallest <= area_m2(draft.shape) <= largest]
    if unusual:
        words = _("有 %(count)d 个单元网格的面积不在 %(smallest)d 至 %(largest)d 平方米之间：%(codes)s")
        named = {"count": len(unusual), "smallest": smallest, "largest": largest, "codes": "、".join(unusual[:10])}
        findings.add("unusual_size", words % named, layer=Layer.UNIT_GRIDS, is_notice=True)


def _names(readings: Sequence[Reading], layer: Layer) -> list[NameRow]:
    return [row for reading in readings if reading.layer is layer for row in reading.names]
