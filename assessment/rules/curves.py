"""From a measured figure to points: linear, threshold with deduction per point, bands."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.errors import Invalid

FINE = Decimal("0.0001")
CENT = Decimal("0.01")
_NAMES = {"linear": ("from", "to"), "threshold": ("full_at", "per_unit", "is_ceiling"), "bands": ("bands",)}


class Curve(models.TextChoices):
    """`linear` {"from", "to"}: no points at `from`, all at `to`; `from` may be the greater of the two.
    `threshold` {"full_at", "per_unit", "is_ceiling"}: all points at `full_at` and better, `per_unit` points less for
    each unit worse; with `is_ceiling` less is better. `bands` [[at_least, share of the points], …], highest first.
    """

    LINEAR = "linear", gettext_lazy("线性")
    THRESHOLD = "threshold", gettext_lazy("达标扣分")
    BANDS = "bands", gettext_lazy("分档")


def rounded(value: Decimal, to: Decimal = FINE) -> Decimal:
    return value.quantize(to, ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """As people write it: 20, 13.5."""
    return f"{value.normalize():f}"


def points_of(curve: str, data: Mapping[str, Any], *, weight: Decimal, figure: Decimal) -> Decimal:
    """Between 0 and `weight`, to the fourth place. The data are those of `checked_curve`."""
    shares = {Curve.LINEAR: _linear, Curve.THRESHOLD: _threshold, Curve.BANDS: _bands}
    points = shares[Curve(curve)](data, weight, figure)
    return rounded(min(max(points, Decimal(0)), weight))


def _linear(data: Mapping[str, Any], weight: Decimal, figure: Decimal) -> Decimal:
    begin, end = Decimal(str(data["from"])), Decimal(str(data["to"]))
    return weight * (figure - begin) / (end - begin)


def _threshold(data: Mapping[str, Any], weight: Decimal, figure: Decimal) -> Decimal:
    worse = Decimal(str(data["full_at"])) - figure
    if data.get("is_ceiling", False):
        worse = -worse
    return weight - max(worse, Decimal(0)) * Decimal(str(data["per_unit"]))


def _bands(data: Mapping[str, Any], weight: Decimal, figure: Decimal) -> Decimal:
    for at_least, share in data["bands"]:
        if figure >= Decimal(str(at_least)):
            return weight * Decimal(str(share))
    return Decimal(0)


def check_curve(curve: str, data: Mapping[str, Any]) -> None:
    """Raises Invalid `wrong_curve` when the data do not fit the curve."""
    if set(data) - set(_NAMES[Curve(curve)]):
        raise _wrong(_("%(curve)s曲线不认识这些参数：%(names)s。") % _unknown(curve, data))
    try:
        _CHECKS[Curve(curve)](data)
    except (KeyError, TypeError, ValueError, InvalidOperation):
        names = "、".join(_NAMES[Curve(curve)])
        raise _wrong(
            _("%(curve)s曲线要写全参数：%(names)s。") % {"curve": Curve(curve).label, "names": names}
        ) from None


def _check_linear(data: Mapping[str, Any]) -> None:
    if _number(data["from"]) == _number(data["to"]):
        raise _wrong(_("线性曲线的起点和终点不能相同。"))


def _check_threshold(data: Mapping[str, Any]) -> None:
    _number(data["full_at"])
    if _number(data["per_unit"]) <= 0:
        raise _wrong(_("每差一个单位扣的分要大于零。"))
    if not isinstance(data.get("is_ceiling", False), bool):
        raise TypeError


def _check_bands(data: Mapping[str, Any]) -> None:
    edges = [_number(at_least) for at_least, _share in data["bands"]]
    shares = [_number(share) for _at_least, share in data["bands"]]
    if not edges or edges != sorted(set(edges), reverse=True):
        raise _wrong(_("分档要从高到低写，界限不重复。"))
    if not all(0 <= share <= 1 for share in shares):
        raise _wrong(_("各档的得分比例在 0 到 1 之间。"))


_CHECKS = {Curve.LINEAR: _check_linear, Curve.THRESHOLD: _check_threshold, Curve.BANDS: _check_bands}


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise TypeError
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError
    return number


def _unknown(curve: str, data: Mapping[str, Any]) -> dict[str, object]:
    return {"curve": Curve(curve).label, "names": "、".join(sorted(set(data) - set(_NAMES[Curve(curve)])))}


def _wrong(message: str) -> Invalid:
    return Invalid(message, code="wrong_curve")
