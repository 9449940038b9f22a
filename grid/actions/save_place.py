from datetime import datetime

from django.db import transaction

from grid import index
from grid.actions.raise_version import raise_version
from grid.models import Place
from kernel.actors import Actor


def save_place(place: Place, *, actor: Actor, now: datetime) -> Place:
    """Add a name to the gazetteer or correct it; the codes follow from its point."""
    assign_codes(place)
    with transaction.atomic():
        place.save()
        raise_version(actor=actor, now=now)
    return place


def assign_codes(place: Place) -> None:
    """Note on the place which street, community and unit grid it lies in today; none of them outside."""
    code = ""
    if place.lon is not None and place.lat is not None:
        code = index.cell_at(place.lon, place.lat) or ""
    place.street_code, place.community_code, place.unit_grid_code = code[:9], code[:12], code
