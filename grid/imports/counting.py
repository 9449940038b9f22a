"""What a proposal comes to, in numbers and in codes."""

from dataclasses import dataclass

from grid.imports.layers import Layer
from grid.imports.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Counts:
    """`replaced`: same code, new row; `changed`: the same row corrected; `ended` includes no replaced ones."""

    read: int = 0
    added: int = 0
    replaced: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0


def counts_of(proposal: Proposal) -> dict[Layer, Counts]:
    counts = {}
    for layer, areas in proposal.areas.items():
        replaced = len(areas.replaced)
        counts[layer] = Counts(
            areas.read,
            len(areas.begin) - replaced,
            replaced,
            len(areas.names),
            len(areas.end) - replaced,
            areas.unchanged,
        )
    if (things := proposal.components) is not None:
        counts[Layer.COMPONENTS] = Counts(
            things.read, len(things.added), 0, len(things.changed), len(things.gone), things.unchanged
        )
    if (duties := proposal.duty_grids) is not None:
        replaced = len(duties.replaced)
        counts[Layer.DUTY_GRIDS] = Counts(
            duties.read,
            len(duties.begin) - replaced,
            replaced,
            len(duties.facts),
            len(duties.end) - replaced,
            duties.unchanged,
        )
    return counts


def organizations_to_repoint(proposal: Proposal) -> dict[Layer, list[str]]:
    """Codes of the streets and communities that begin, end, get a new row or a new name."""
    layers = (Layer.STREETS, Layer.COMMUNITIES)
    areas = {layer: proposal.areas[layer] for layer in layers if layer in proposal.areas}
    found = {layer: sorted({*change.begin, *change.end, *change.names}) for layer, change in areas.items()}
    return {layer: codes for layer, codes in found.items() if codes}
