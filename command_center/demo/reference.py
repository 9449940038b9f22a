"""Reference data of the district, in the order in which one needs the other; every step may run again."""

from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import date, datetime

from assessment.actions.load_schemes import load_schemes
from cases.actions.load_alert_words import load_alert_words
from cases.actions.load_catalogue import load_catalogue
from cases.actions.load_categories import load_categories
from cases.actions.load_handling_rules import load_handling_rules
from cases.actions.load_standards import load_standards
from deadlines.actions.load_calendar import load_calendar
from deadlines.actions.load_ladder import load_ladder
from deadlines.actions.load_quiet_hours import load_quiet_hours
from enforcement.actions.load_defaults import load_defaults
from grid.actions.load_district import load_district
from kernel.actors import Actor
from organizations.actions.load_organizations import load_organizations

LOADER = Actor.system("load_reference", "基础数据")
# Before any case of any history: the areas were in force then.
_IN_FORCE_FROM = date(2024, 1, 1)
_WORDS = {
    "districts": "区",
    "streets": "街道",
    "communities": "社区",
    "unit_grids": "单元网格",
    "places": "地名",
    "total": "共",
    "added": "新增",
    "changed": "更新",
    "written": "写入",
    "removed": "移除",
    "years": "年度",
}


def steps(now: datetime) -> list[tuple[str, Callable[[], object]]]:
    """Name and work of each step; what it returns says how much was loaded."""
    return [
        ("网格和地名", lambda: load_district(as_of=_IN_FORCE_FROM, actor=LOADER, now=now)),
        ("组织", lambda: load_organizations(actor=LOADER, now=now)),
        ("节假日和工作时间", lambda: load_calendar(actor=LOADER, now=now)),
        ("升级阶梯", lambda: load_ladder(actor=LOADER, now=now)),
        ("静默时段", lambda: load_quiet_hours(actor=LOADER, now=now)),
        ("分类", lambda: load_categories(actor=LOADER, now=now)),
        ("立案标准和环节时限", lambda: load_standards(actor=LOADER, now=now)),
        ("办理规则", lambda: load_handling_rules(valid_from=_IN_FORCE_FROM, actor=LOADER, now=now)),
        ("派单目录", lambda: load_catalogue(actor=LOADER, now=now)),
        ("预警词", lambda: load_alert_words(actor=LOADER, now=now)),
        ("吹哨规则", lambda: load_defaults(actor=LOADER, now=now)),
        ("考核方案", lambda: load_schemes(actor=LOADER, now=now)),
    ]


def in_words(result: object) -> str:
    """ "街道 9，社区 153" """
    if is_dataclass(result) and not isinstance(result, type):
        return "，".join(f"{_WORDS.get(name, name)} {count}" for name, count in asdict(result).items())
    return f"新增 {result}"
