"""Areas and what lies in them for administrators: looked up, renamed, closed; drawn and coded only by importing."""

from grid.admin import areas, components, duty_grids, places

__all__ = ["areas", "components", "duty_grids", "places"]
