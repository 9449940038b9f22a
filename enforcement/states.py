"""The states of a whistle and of a summons, and the tables of what leads where (`manage.py show_workflow --of …`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class WhistleKind(models.TextChoices):
    """The three cases for a whistle; what people complain about most is a flag beside them."""

    ENFORCEMENT = "enforcement", _("综合执法哨")
    KEY_WORK = "key_work", _("重点工作哨")
    EMERGENCY = "emergency", _("应急处置哨")


class WhistleState(models.TextChoices):
    BLOWN = "blown", _("已吹哨")
    RETURNED = "returned", _("已退回")
    ASSEMBLING = "assembling", _("集结中")
    ON_SITE = "on_site", _("现场处置")
    SUSPENDED = "suspended", _("中止")
    FINISHING = "finishing", _("待评价")
    CLOSED = "closed", _("已办结")
    CANCELLED = "cancelled", _("已取消")


class SummonsState(models.TextChoices):
    NOTIFIED = "notified", _("待签收")
    SIGNED = "signed", _("已签收")
    OBJECTED = "objected", _("异议中")
    CHECKED_IN = "checked_in", _("已报到")
    WORKING = "working", _("处置中")
    REPORTED = "reported", _("已反馈")
    RATED = "rated", _("已评价")
    EXCUSED = "excused", _("异议成立")
    STOOD_DOWN = "stood_down", _("已解除")


W, S = WhistleState, SummonsState
WHISTLE_TERMINAL = frozenset({W.RETURNED, W.CLOSED, W.CANCELLED})
# The work goes on: departments act, clocks run.
ACTIVE = frozenset({W.BLOWN, W.ASSEMBLING, W.ON_SITE, W.FINISHING})
# The department still owes something; such a summons holds the reply of the case.
OWING = frozenset({S.NOTIFIED, S.SIGNED, S.OBJECTED, S.CHECKED_IN, S.WORKING})
SUMMONS_TERMINAL = frozenset({S.RATED, S.EXCUSED, S.STOOD_DOWN})
ON_THE_SPOT = frozenset({S.CHECKED_IN, S.WORKING})
NOT_YET_THERE = frozenset({S.NOTIFIED, S.SIGNED})
# What is decided about a summons though its whistle is suspended.
WHILE_SUSPENDED = frozenset({"decide_objection", "decide_appeal"})


class By(StrEnum):
    """How the actor must stand to the whistle or the summons, besides the right to act."""

    STREET = "street"
    CENTRE = "centre"
    DEPARTMENT = "department"
    DEPARTMENT_OR_STREET = "department_or_street"
    SYSTEM = "system"


BY_NAMES: Mapping[By, object] = {
    By.STREET: _("吹哨街道"),
    By.CENTRE: _("区指挥中心"),
    By.DEPARTMENT: _("被吹哨部门"),
    By.DEPARTMENT_OR_STREET: _("被吹哨部门或吹哨街道"),
    By.SYSTEM: _("系统"),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One action: from which states it leads where, and in which states it is done without leading anywhere."""

    name: str
    by: By
    sources: frozenset[str]
    targets: frozenset[str]
    stays: frozenset[str] = frozenset()

    @property
    def begins(self) -> frozenset[str]:
        """Every state in which the action may be done."""
        return self.sources | self.stays


def _row(
    name: str, by: By, sources: Iterable[str] = (), targets: Iterable[str] = (), *, stays: Iterable[str] = ()
) -> Transition:
    return Transition(name, by, frozenset(sources), frozenset(targets), frozenset(stays))


def works_for(action: str) -> frozenset[str]:
    """In which states of its whistle this may be done to a summons."""
    return ACTIVE | {W.SUSPENDED} if action in WHILE_SUSPENDED else ACTIVE


def _table(*rows: Transition) -> Mapping[str, Transition]:
    return {row.name: row for row in rows}


# In the order of a whistle's day. The system's four follow from what the departments did.
WHISTLE_TRANSITIONS = _table(
    _row("blow", By.STREET, (), {W.BLOWN}),
    _row("return", By.CENTRE, {W.BLOWN}, {W.RETURNED}),
    _row("cancel", By.STREET, {W.BLOWN, W.ASSEMBLING}, {W.CANCELLED}),
    _row("assemble", By.SYSTEM, {W.BLOWN}, {W.ASSEMBLING}),
    _row("arrive", By.SYSTEM, {W.BLOWN, W.ASSEMBLING}, {W.ON_SITE}),
    _row("summon_more", By.STREET, stays=ACTIVE),
    _row("suspend", By.STREET, {W.ON_SITE}, {W.SUSPENDED}),
    _row("resume", By.STREET, {W.SUSPENDED}, {W.ON_SITE}),
    _row("stand_down_all", By.STREET, stays={W.ASSEMBLING, W.ON_SITE}),
    _row("finish", By.SYSTEM, {W.BLOWN, W.ASSEMBLING, W.ON_SITE}, {W.FINISHING}),
    _row("go_on", By.SYSTEM, {W.FINISHING}, {W.ON_SITE}),
    _row("feedback", By.DEPARTMENT, stays={W.ON_SITE, W.FINISHING, W.CLOSED}),
    _row("close", By.STREET, {W.FINISHING}, {W.CLOSED}),
    _row("repeat", By.STREET, stays={W.CLOSED}),
)

SUMMONS_TRANSITIONS = _table(
    _row("notify", By.STREET, (), {S.NOTIFIED}),
    _row("sign", By.DEPARTMENT, {S.NOTIFIED}, {S.SIGNED}, stays={S.OBJECTED}),
    _row("contact", By.DEPARTMENT, stays={S.SIGNED, S.OBJECTED, S.CHECKED_IN, S.WORKING}),
    _row("object", By.DEPARTMENT, NOT_YET_THERE, {S.OBJECTED}),
    _row("decide_objection", By.STREET, {S.OBJECTED}, {S.NOTIFIED, S.SIGNED, S.EXCUSED}),
    _row("appeal", By.DEPARTMENT, NOT_YET_THERE, {S.OBJECTED}),
    _row("decide_appeal", By.CENTRE, {S.OBJECTED}, {S.NOTIFIED, S.SIGNED, S.EXCUSED}),
    _row("refuse", By.DEPARTMENT, stays={S.NOTIFIED, S.SIGNED, S.OBJECTED}),
    _row("withdraw_objection", By.SYSTEM, {S.OBJECTED}, {S.NOTIFIED, S.SIGNED}),
    _row("check_in", By.DEPARTMENT_OR_STREET, NOT_YET_THERE, {S.CHECKED_IN}, stays={S.OBJECTED, *ON_THE_SPOT}),
    _row("confirm_check_in", By.STREET, stays=ON_THE_SPOT),
    _row("record", By.DEPARTMENT_OR_STREET, {S.CHECKED_IN}, {S.WORKING}, stays={S.WORKING}),
    _row("leave", By.DEPARTMENT, stays=ON_THE_SPOT),
    _row("decide_leave", By.STREET, stays=ON_THE_SPOT),
    _row("note_departure", By.STREET, stays=ON_THE_SPOT),
    _row("report", By.DEPARTMENT, ON_THE_SPOT, {S.REPORTED}),
    _row("stand_down", By.STREET, OWING, {S.STOOD_DOWN}),
    _row("rate", By.STREET, {S.REPORTED, S.STOOD_DOWN}, {S.RATED}),
)


def moves(table: Mapping[str, Transition]) -> frozenset[tuple[str, str]]:
    """Every change of state that some action makes; the database refuses all others."""
    return frozenset(
        (str(source), str(target)) for row in table.values() for source in row.sources for target in row.targets
    )
