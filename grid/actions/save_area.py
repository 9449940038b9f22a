from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from grid.actions.checked import check_dated
from grid.actions.raise_version import raise_version
from grid.models import Area
from kernel.actors import Actor

A = TypeVar("A", bound=Area)


def save_area(area: A, *, actor: Actor, now: datetime) -> A:
    """Put an area into force, rename it or close it; its code stays what it was."""
    check_dated(area, now=now, message=_("区域数据不完整或不一致"))
    with transaction.atomic():
        area.save()
        raise_version(actor=actor, now=now)
    return area
