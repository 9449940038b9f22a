"""Single cells of an order file as values: instants, days, answers, switches."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from cases.models import CallBack, ReceivedPrecision
from kernel.times import SHANGHAI, day_start

# 热线-250329-022222, 20250329-17: the first six figures (or eight) that stand alone are a day.
_DAY_IN_NUMBER = re.compile(r"(?<!\d)(?:20)?(\d{2})(\d{2})(\d{2})(?!\d)")
_LOOSE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})秒?|分)?)?"
)
_MASKED = re.compile(r"\d{0,4}[×*＊xX✱]{2,}\d{0,4}")
_YES = frozenset({"是", "有", "1", "true", "yes", "y", "保密"})
SECRET = frozenset({"保密", "要求保密", "匿名"})
# What call-back files write for yes and no.
SAYS_YES = frozenset({"是", "有", "1", "true", "yes", "y", "联系上", "已联系", "已联系上", "接通", "已接通", "已响应"})
SAYS_NO = frozenset({"否", "无", "没有", "0", "false", "no", "n", "未联系上", "未联系", "未接通", "未响应"})
YEARS = range(2000, 2100)

SOLVED = {
    "解决": CallBack.Solved.YES,
    "已解决": CallBack.Solved.YES,
    "是": CallBack.Solved.YES,
    "部分解决": CallBack.Solved.PARTLY,
    "未解决": CallBack.Solved.NO,
    "否": CallBack.Solved.NO,
}
SATISFIED = {
    "非常满意": CallBack.Satisfied.VERY,
    "满意": CallBack.Satisfied.SATISFIED,
    "基本满意": CallBack.Satisfied.BASICALLY,
    "不满意": CallBack.Satisfied.DISSATISFIED,
    "非常不满意": CallBack.Satisfied.VERY_DISSATISFIED,
}


class Unreadable(Exception):  # named like the errors of the kernel
    """A cell whose text is no such value; the message is the reason in the report."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC and how closely it is known."""

    at: datetime
    precision: ReceivedPrecision


def moment(text: str) -> Moment:
    """`2025-04-02 18:01:30`, `2025/4/2 18:01`, `2025年4月2日`, ISO 8601; without an offset Beijing time.

    Raises Unreadable.
    """
    found = _LOOSE.fullmatch(text)
    try:
        if found is None:
            at = datetime.fromisoformat(text)
            day_alone = len(text) <= 10
        else:
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
            at = datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)
            day_alone = found[4] is None
        if at.year in YEARS:
            at = (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).astimezone(UTC)
            return Moment(at, ReceivedPrecision.DAY if day_alone else ReceivedPrecision.SECOND)
    except (ValueError, OverflowError):
        raise Unreadable(_("时间写法不对，例如 2025-04-02 18:01:30")) from None
    raise Unreadable(_("年份应在 2000 到 2099 之间"))


@lru_cache(maxsize=4096)
def day_in_number(order_no: str) -> Moment | None:
    """The day inside an order number; None when it holds none."""
    found = _DAY_IN_NUMBER.search(order_no)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return Moment(day_start(date(2000 + year, month, day)).astimezone(UTC), ReceivedPrecision.DAY)
    except ValueError:
        return None


def degrees(text: str, *, limit: int) -> float:
    """A coordinate; Raises Unreadable."""
    try:
        value = float(text)
    except ValueError:
        raise Unreadable(_("坐标应为数字，例如 116.1852")) from None
    if limit < 180 and limit < value <= 180:
        raise Unreadable(_("纬度应在 -90 到 90 之间；经度和纬度可能写反了"))
    if not -limit <= value <= limit:
        raise Unreadable(_("坐标超出范围"))
    return value


def switch(text: str) -> bool:
    return text.strip().lower() in _YES


def is_masked(phone: str) -> bool:
    """150××××: a number nobody can be called at; it would join all who share its first digits."""
    return _MASKED.fullmatch(phone) is not None
