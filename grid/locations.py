"""What is asked of the grid and what it answers: plain values."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How closely a place is known, the closest first. A unit grid is named for the first two alone."""

    POINT = "point", _("坐标")
    CROSSING = "crossing", _("路口")
    ROAD = "road", _("道路")
    COMMUNITY = "community", _("社区")
    STREET = "street", _("街道")
    NONE = "none", _("未定位")


@dataclass(frozen=True, slots=True)
class Point:
    """WGS-84 degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Location:
    """A place, as closely as it is known; codes are empty and ids None when unknown.

    `precision` speaks of what was found, `is_outside` of where it lies: a point outside the district whose sender
    named one of its streets keeps that street (`STREET` and outside), so that the order finds somebody to ask back.
    `matched` are the names recognised in the words, `note` a sentence for the dispatcher when something is odd.
    """

    precision: Precision
    point: Point | None = None
    street_code: str = ""
    community_code: str = ""
    grid_code: str = ""
    is_outside: bool = False
    matched: tuple[str, ...] = ()
    note: str = ""
    street_id: int | None = None
    community_id: int | None = None
    unit_grid_id: int | None = None
