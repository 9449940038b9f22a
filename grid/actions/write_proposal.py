from datetime import date, datetime

from grid.actions.raise_version import raise_version
from grid.actions.replace_areas import replace_areas
from grid.actions.replace_duty_grids import join_new_unit_grids, replace_duty_grids
from grid.actions.save_components import move_components, save_components
from grid.actions.save_place import assign_codes
from grid.imports.faults import Findings
from grid.imports.layers import LEVELS, Layer
from grid.imports.proposal import Proposal
from grid.models import Place
from kernel.actors import Actor


def write_proposal(proposal: Proposal, *, as_of: date, actor: Actor, now: datetime, findings: Findings) -> None:
    """Put a faultless proposal into force, from the district down; call it in a transaction that holds the areas."""
    changed = [layer for layer in LEVELS if layer in proposal.areas and not proposal.areas[layer].is_nothing]
    for layer in changed:
        replace_areas(proposal.areas[layer], as_of=as_of)
    if Layer.UNIT_GRIDS in changed:
        join_new_unit_grids(proposal.areas[Layer.UNIT_GRIDS], findings=findings)
        move_components(proposal.picture)
    if proposal.components is not None:
        save_components(proposal.components, as_of=as_of)
    if proposal.duty_grids is not None:
        replace_duty_grids(proposal.duty_grids, as_of=as_of)
    if changed:
        raise_version(actor=actor, now=now)
        _assign_places()


def _assign_places() -> None:
    """The places' codes follow the new areas."""
    places = list(Place.objects.all())
    for place in places:
        assign_codes(place)
    Place.objects.bulk_update(places, ["street_code", "community_code", "unit_grid_code"], batch_size=500)
