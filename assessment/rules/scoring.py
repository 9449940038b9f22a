"""From the figures of one subject to its score; from all scores to ranks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.rules.curves import CENT, points_of, rounded


class ZeroRule(models.TextChoices):
    """What an item is worth for which nothing was counted."""

    FULL = "full", _("得满分")
    SPREAD = "spread", _("不计，权重分摊到其他项")
    NONE = "none", _("不得分")


@dataclass(frozen=True, slots=True)
class Item:
    """How one figure becomes points. A sum (`is_sum`) of nothing is nought, not nothing; what nobody entered yet
    (`needs_input`) never counts, whatever the rule for an empty denominator."""

    weight: Decimal
    curve: str
    data: Mapping[str, Any]
    factor: Decimal = Decimal(100)
    is_sum: bool = False
    needs_input: bool = False


def figure_of(item: Item, numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """To the fourth place; None where nothing was counted."""
    if item.is_sum:
        return rounded(numerator * item.factor)
    return rounded(numerator * item.factor / denominator) if denominator else None


def item_points(item: Item, figure: Decimal | None, *, zero_rule: str) -> Decimal | None:
    """None: the item does not count."""
    if figure is not None:
        return points_of(item.curve, item.data, weight=item.weight, figure=figure)
    if item.needs_input:
        return None
    return {ZeroRule.FULL: item.weight, ZeroRule.NONE: Decimal(0)}.get(ZeroRule(zero_rule))


def total_of(items: Sequence[Item], figures: Sequence[Decimal | None], *, zero_rule: str) -> Decimal | None:
    """The points of all items; None for a subject that had nothing to do in the period: no score, not zero."""
    if all(figure is None or item.is_sum for item, figure in zip(items, figures, strict=True)):
        return None
    points = [item_points(item, figure, zero_rule=zero_rule) for item, figure in zip(items, figures, strict=True)]
    whole = sum((item.weight for item in items), Decimal(0))
    counted = sum((i.weight for i, p in zip(items, points, strict=True) if p is not None), Decimal(0))
    got = sum((p for p in points if p is not None), Decimal(0))
    return rounded(got * whole / counted, CENT) if counted else None


def adjusted(
    total: Decimal | None, changes: Iterable[Decimal], *, is_vetoed: bool, bonus_cap: Decimal, deduction_cap: Decimal
) -> Decimal | None:
    """Bonus and deductions count up to their caps; a veto (一票否决) leaves nothing. Never below zero."""
    if is_vetoed:
        return Decimal("0.00")
    if total is None:
        return None
    given = list(changes)
    up = min(sum((c for c in given if c > 0), Decimal(0)), bonus_cap)
    down = max(sum((c for c in given if c < 0), Decimal(0)), -deduction_cap)
    return rounded(max(total + up + down, Decimal(0)), CENT)


def ranks(totals: Mapping[int, Decimal | None]) -> dict[int, int]:
    """By subject: 1, 2, 2, 4. Whoever has no score has no rank."""
    scored = {subject: total for subject, total in totals.items() if total is not None}
    return {subject: 1 + sum(other > total for other in scored.values()) for subject, total in scored.items()}
