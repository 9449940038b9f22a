"""What an indicator is: words for people, conditions for the database."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.states import SubjectKind

Words = str | Promise
STREETS = frozenset({SubjectKind.STREET})
DEPARTMENTS = frozenset({SubjectKind.DEPARTMENT})
UNITS = STREETS | DEPARTMENTS
POSTS = frozenset({SubjectKind.POST})


class Unit(models.TextChoices):
    PERCENT = "percent", "%"
    POINTS = "points", _("分")
    COUNT = "count", _("件")
    HOURS = "hours", _("小时")
    PER_KM2 = "per_km2", _("件/平方公里")


class Group(models.TextChoices):
    CALLBACK = "callback", _("接诉即办三率")
    GRID = "grid", _("数字城管")
    WHISTLE = "whistle", _("吹哨报到")
    DENSITY = "density", _("密度")
    POST = "post", _("岗位")
    MANUAL = "manual", _("人工录入")
    THIRD_PARTY = "third_party", _("第三方考评")


class Matter(models.TextChoices):
    """What a fact is about; with its reference it is found again."""

    CASE = "case", _("案件")
    TASK = "task", _("协办任务")
    SUMMONS = "summons", _("哨单")
    WHISTLE = "whistle", _("哨")
    FEEDBACK = "feedback", _("部门评价")
    AREA = "area", _("辖区")
    MANUAL = "manual", _("录入值")


class Side(models.TextChoices):
    """Where a fact counts. `numerator`: for the subject and, with its weight, in the denominator too; `denominator`:
    there alone; `excluded`: nowhere, and it says why."""

    NUMERATOR = "numerator", _("分子")
    DENOMINATOR = "denominator", _("分母")
    EXCLUDED = "excluded", _("剔除")


class LeftOut(models.TextChoices):
    """Why an indicator's own rule leaves something out; whoever objects has reasons of another list."""

    NOT_REACHED = "not_reached", _("未联系上诉求人")
    CONSULTATION = "consultation", _("咨询类")
    NO_ANSWER = "no_answer", _("回访没有问到此项")
    EXCUSED = "excused", _("异议成立")
    STOOD_DOWN = "stood_down", _("已解除")
    WHISTLE_OVER = "whistle_over", _("哨已取消或退回")


@dataclass(frozen=True, slots=True)
class Base:
    """Rows from which indicators are counted, gathered once for each run as a temporary table `assess_<name>`.

    `sql` selects `matter, ref, office_id, unit_id, person_id` and whatever the indicators ask: the row counts for the
    street office, department or person of that id. Its values are named in `assessment.indicators.sql.Asked`.
    """

    name: str
    sql: str

    @property
    def table(self) -> str:
        return f"assess_{self.name}"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure and how it comes about, in words and in the database's own.

    Of the base's rows those are counted that are `counted`; where one of `left_out` (condition, reason) holds, a row
    is excluded; else it is in the numerator with `value` where `for_it` holds, and in the denominator with `weight`.
    The figure is factor × Σ value / Σ weight; with `is_sum` factor × Σ value.
    """

    code: str
    name: Words
    group: Group
    kinds: frozenset[SubjectKind]
    base: Base
    numerator: Words
    denominator: Words
    exclusions: Words
    source: Words
    counted: str = "true"
    for_it: str = "true"
    left_out: tuple[tuple[str, LeftOut], ...] = ()
    value: str = "1"
    weight: str = "1"
    factor: int = 100
    is_sum: bool = False
    less_is_better: bool = False
    unit: Unit = Unit.PERCENT

    def __str__(self) -> str:
        return str(self.name)

    @property
    def needs_input(self) -> bool:
        """Whether somebody enters it, with evidence."""
        return self.group in (Group.MANUAL, Group.THIRD_PARTY)
