"""The three rates and punctuality as plain figures (接诉即办工作条例 §32)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

_CENT = Decimal("0.01")


class Rate(models.TextChoices):
    RESPONSE = "response", _("响应率")
    RESOLUTION = "resolution", _("解决率")
    SATISFACTION = "satisfaction", _("满意率")
    ON_TIME = "on_time", _("按时率")


class Side(models.TextChoices):
    NUMERATOR = "numerator", _("分子")
    DENOMINATOR = "denominator", _("分母")


@dataclass(frozen=True, slots=True)
class Figure:
    """`numerator` is a fraction only where what was partly solved counts in part."""

    numerator: Decimal = Decimal(0)
    denominator: int = 0

    @property
    def percent(self) -> Decimal | None:
        """To the hundredth; None where nothing was counted."""
        if not self.denominator:
            return None
        return (100 * self.numerator / self.denominator).quantize(_CENT, ROUND_HALF_UP)

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.numerator + other.numerator, self.denominator + other.denominator)
