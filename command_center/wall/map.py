"""The ground of the map: cells and streets as paths of an SVG, drawn by the server."""

from dataclasses import dataclass

from command_center.desk.sketch import fitted, path_of, rings_of
from command_center.wall.keeping import kept
from grid.models import AreaVersion, Street, UnitGrid
from kernel.actors import Actor
from organizations.visibility import scope_of

WIDTH, HEIGHT = 860, 800
SECONDS_KEPT = 3600


@dataclass(frozen=True, slots=True)
class Ground:
    """`cells` by code, `streets` with their name and where to write it."""

    cells: list[tuple[str, str]]
    streets: list[tuple[str, str, float, float]]
    width: int = WIDTH
    height: int = HEIGHT


def map_for(actor: Actor) -> Ground:
    """The whole district, for a street's screen the street alone; kept until areas are redrawn."""
    street_ids = scope_of(actor).street_ids
    version = AreaVersion.objects.values_list("token", flat=True).first()
    return kept(f"wall:map:{version}:{street_ids}", SECONDS_KEPT, lambda: _draw(street_ids))


def _draw(street_ids: tuple[int, ...]) -> Ground:
    streets, cells = Street.objects.in_force(), UnitGrid.objects.in_force()
    if street_ids:
        streets, cells = streets.filter(pk__in=street_ids), cells.filter(community__street__in=street_ids)
    outlines = list(streets.order_by("code").values_list("name", "shape"))
    places = [place for _name, shape in outlines for ring in rings_of(shape) for place in ring]
    if not places:
        return Ground([], [])
    scale = fitted(places, width=WIDTH, height=HEIGHT)
    drawn = []
    for name, shape in outlines:
        xs, ys = zip(*(scale(place) for ring in rings_of(shape) for place in ring), strict=True)
        drawn.append((name, path_of(shape, scale), (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
    return Ground([(code, path_of(shape, scale)) for code, shape in cells.values_list("code", "shape")], drawn)
