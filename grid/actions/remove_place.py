from datetime import datetime

from django.db import transaction

from grid.actions.raise_version import raise_version
from grid.models import Place
from kernel.actors import Actor


def remove_place(place: Place, *, actor: Actor, now: datetime) -> None:
    """Take a name out of the gazetteer: nothing points at it, what was located by it keeps its codes."""
    with transaction.atomic():
        place.delete()
        raise_version(actor=actor, now=now)
