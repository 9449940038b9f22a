"""The layers one may import, and what tells them apart."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grid.models import Area, Community, District, Street, UnitGrid


class Layer(StrEnum):
    DISTRICT = "district"
    STREETS = "streets"
    COMMUNITIES = "communities"
    UNIT_GRIDS = "unit-grids"
    DUTY_GRIDS = "duty-grids"
    COMPONENTS = "components"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS: dict[Layer, Promise] = {
    Layer.DISTRICT: _("区"),
    Layer.STREETS: _("街道"),
    Layer.COMMUNITIES: _("社区"),
    Layer.UNIT_GRIDS: _("单元网格"),
    Layer.DUTY_GRIDS: _("责任网格"),
    Layer.COMPONENTS: _("部件"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """A layer of areas: its rows, the digits of its codes, and the level it is a part of."""

    layer: Layer
    model: type[Area]
    digits: int
    parent: Layer | None
    parent_key: str = ""


LEVELS: dict[Layer, Level] = {
    Layer.DISTRICT: Level(Layer.DISTRICT, District, 6, None),
    Layer.STREETS: Level(Layer.STREETS, Street, 9, Layer.DISTRICT, "district"),
    Layer.COMMUNITIES: Level(Layer.COMMUNITIES, Community, 12, Layer.STREETS, "street"),
    Layer.UNIT_GRIDS: Level(Layer.UNIT_GRIDS, UnitGrid, 15, Layer.COMMUNITIES, "community"),
}
