"""指标: every figure a scheme may use, each with its numerator, denominator, exclusions and source."""

from assessment.indicators import callbacks, density, feedback, handling, manual, posts, reports, summonses
from assessment.indicators.kinds import Base, Group, Indicator, LeftOut, Matter, Side, Unit
from assessment.indicators.registry import REGISTRY
from assessment.indicators.sql import Asked, facts_sql, formula_of, gather_sql

for _module in (callbacks, handling, reports, summonses, feedback, density, posts, manual):
    REGISTRY.register(_module.INDICATORS)

__all__ = [
    "REGISTRY",
    "Asked",
    "Base",
    "Group",
    "Indicator",
    "LeftOut",
    "Matter",
    "Side",
    "Unit",
    "facts_sql",
    "formula_of",
    "gather_sql",
]
