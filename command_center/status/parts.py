"""What the probes found, as lines that people read: a name, a state, the facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from command_center.desk.words import duration_text

# Under half a minute nobody wants to know more.
_BRIEF = 30


@dataclass(frozen=True, slots=True)
class Part:
    """One line: is it well, and what is there to say."""

    name: str
    is_well: bool
    said: str


def parts_of(facts: Mapping[str, Any], warnings: list[str]) -> list[Part]:
    """Every part the probes asked after, those with a warning first."""
    found = [Part(_name(key), key not in warnings, _said(key, told)) for key, told in facts.items()]
    return sorted(found, key=lambda part: part.is_well)


def table_name(label: str) -> str:
    """ "案件时钟" for `cases.CaseClock`"""
    return str(apps.get_model(label)._meta.verbose_name)


def age(seconds: float | None) -> str:
    if seconds is None:
        return _("从未")
    if seconds < _BRIEF:
        return _("刚刚")
    if seconds < 120:
        return _("%(n)d 秒") % {"n": seconds}
    return duration_text(timedelta(seconds=seconds))


def _name(key: str) -> str:
    names = {
        "sweeps": _("时限巡查"),
        "outbox": _("变更排序"),
        "deliveries": _("消息投递"),
        "dispatch": _("自动派单"),
        "clock_skew_seconds": _("主机与数据库时钟"),
        "calendar": _("节假日数据"),
        "unheard": _("升级通知"),
        "reveals": _("查看诉求人"),
        "broker": _("消息队列"),
    }
    return names.get(key, key)


def _said(key: str, told: Any) -> str:
    if isinstance(told, dict) and "error" in told:
        return _("查询失败：%(error)s") % told
    return "，".join(filter(None, _words(key, told)))


def _words(key: str, told: Any) -> Iterator[str]:
    if key == "sweeps":
        yield _("上次巡查：%s") % age(told["age_seconds"])
        yield _("%d 个时钟触发失败") % told["stuck"] if told["stuck"] else ""
    elif key == "outbox":
        yield _("%d 条待排序") % told["unsequenced"]
        yield _("最早 %s") % age(told["age_seconds"]) if told["age_seconds"] else ""
    elif key == "deliveries":
        yield from _deliveries(told)
    elif key == "dispatch":
        yield _("%d 件待自动派单") % told["waiting"]
        yield _("最早 %s") % age(told["age_seconds"]) if told["age_seconds"] else ""
    elif key == "clock_skew_seconds":
        yield _("相差 %.1f 秒") % told
    elif key == "calendar":
        yield _("已有数据到 %d 年") % told["last_year"] if told["last_year"] else _("没有数据")
        yield _("下一年安排公布后请在系统管理中上传") if told["is_short"] else ""
        yield _("缺少数据的还有：%s") % _list(told["short"]) if told["short"] else ""
        yield _("有时钟按已不存在的日历计时，暂按默认日历：%s") % _list(told["unknown"]) if told["unknown"] else ""
    elif key == "unheard":
        yield _("近一天有 %d 次升级无人可报，请补值班表") % told["count"] if told["count"] else _("都找到了人")
    elif key == "reveals":
        yield _("近一天有 %d 人查看次数异常，请审计管理员核实") % told["often"] if told["often"] else _("次数正常")
    elif key == "broker":
        yield _("%d 条消息待取") % told["waiting_messages"]
    elif isinstance(told, dict):
        yield from (f"{name} {value}" for name, value in told.items() if value is not None)
    else:
        yield str(told)


def _list(names: Sequence[str]) -> str:
    return _("、").join(names)


def _deliveries(told: Mapping[str, Any]) -> Iterator[str]:
    yield _("%d 条待投递") % told["waiting"]
    yield _("最早 %s") % age(told["age_seconds"]) if told["age_seconds"] else ""
    yield _("%d 条多次失败已搁置，请在系统管理的“投递”中处理") % told["parked"] if told["parked"] else ""
