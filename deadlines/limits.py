"""Time limits as plain values: how many of which kind of hour or day."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import Invalid

# One 工作日 is always 480 working minutes, whatever the frames of the season are.
WORK_DAY_SECONDS = 480 * 60
# Longer limits are typing errors; the bound also keeps every due instant inside the calendar.
MAX_N = 10_000


class Counting(StrEnum):
    """Which time a clock uses up: every second, or only seconds of working time."""

    WALL = "wall"
    WORKING = "working"


class LimitKind(models.TextChoices):
    URGENT_HOUR = "urgent_hour", _("紧急工作时")
    NATURAL_DAY = "natural_day", _("自然日")
    WORK_HOUR = "work_hour", _("工作时")
    WORK_DAY = "work_day", _("工作日")
    LEGAL_DAY = "legal_day", _("法定日")
    LEGAL_WORK_DAY = "legal_work_day", _("法定工作日")

    @property
    def is_statutory(self) -> bool:
        """Statutory kinds end at 24:00 of a day and never pause."""
        return self in STATUTORY

    @property
    def counting(self) -> Counting:
        return Counting.WORKING if self in {LimitKind.WORK_HOUR, LimitKind.WORK_DAY} else Counting.WALL


def counting_of(limit_kind: str) -> Counting:
    """Of a stored kind; blank is a due time that was given, which counts in wall time."""
    return LimitKind(limit_kind).counting if limit_kind else Counting.WALL


STATUTORY = frozenset({LimitKind.LEGAL_DAY, LimitKind.LEGAL_WORK_DAY})
_UNIT_SECONDS = {
    LimitKind.URGENT_HOUR: 3600,
    LimitKind.NATURAL_DAY: 24 * 3600,
    LimitKind.WORK_HOUR: 3600,
    LimitKind.WORK_DAY: WORK_DAY_SECONDS,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """`n` units of a kind; n may be a fraction, except of statutory days.

    Raises Invalid `bad_limit` for an unknown kind, a negative, endless or absurdly long n, part of a statutory day.
    """

    kind: LimitKind
    n: Decimal

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "kind", LimitKind(self.kind))
            object.__setattr__(self, "n", Decimal(str(self.n)))
        except (ValueError, InvalidOperation):
            raise Invalid(gettext("时限写法不对，应为数值加计时方式。"), code="bad_limit") from None
        if not self.n.is_finite() or not 0 <= self.n <= MAX_N:
            raise Invalid(gettext("时限须在 0 与 %(max)s 之间。") % {"max": MAX_N}, code="bad_limit")
        if self.kind.is_statutory and self.n != int(self.n):
            raise Invalid(gettext("法定期限按整日计算，不能带小数。"), code="bad_limit")

    @property
    def duration(self) -> timedelta:
        """The length in its own counting, in whole seconds, half a second upward; statutory kinds have none."""
        seconds = (self.n * _UNIT_SECONDS[self.kind]).to_integral_value(ROUND_HALF_UP)
        return timedelta(seconds=int(seconds))

    @property
    def label(self) -> str:
        """ "7 工作日", "0.5 工作时" """
        return f"{self.n.normalize():f} {self.kind.label}"

    def __str__(self) -> str:
        return self.label


@lru_cache(maxsize=4096)
def stored_limit(kind: str, n: Decimal) -> Limit:
    """The limit of two columns that were checked when they were written; the same few values come in every row."""
    return Limit(LimitKind(kind), n)
