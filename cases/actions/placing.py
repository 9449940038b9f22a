"""What an order says about its place and its category, as columns of the case."""

from datetime import date
from typing import Any

from cases.queries.categories import find_category
from cases.rules.orders import Whereabouts
from grid.queries import Location, Point, locate


def place_columns(whereabouts: Whereabouts) -> dict[str, Any]:
    """Columns of the case for this place; a grid cell only when the words or the point are precise enough."""
    return columns_of(located(whereabouts), whereabouts)


def located(whereabouts: Whereabouts) -> Location:
    lon, lat = whereabouts.lon, whereabouts.lat
    point = Point(lon, lat) if lon is not None and lat is not None else None
    return locate(point=point, words=whereabouts.address, street=whereabouts.street, community=whereabouts.community)


def columns_of(found: Location, whereabouts: Whereabouts) -> dict[str, Any]:
    """`place_columns` of a place that was looked up."""
    return {
        "address": whereabouts.address,
        "lon": found.point.lon if found.point else None,
        "lat": found.point.lat if found.point else None,
        "precision": found.precision.value,
        "street_id": found.street_id,
        "community_id": found.community_id,
        "unit_grid_id": found.unit_grid_id,
        "is_outside": found.is_outside,
        "location_note": found.note[:200],
    }


def category_columns(code: str, *, flow: str, on: date) -> dict[str, Any]:
    """Columns of the case for the category a sender named; an unknown one is kept as sent and flagged."""
    category = find_category(code, flow=flow, on=on) if code else None
    return {"category": category, "needs_classification": category is None, "sent_category": code[:120]}
