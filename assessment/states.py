"""The states of a settlement and the table of what leads where (`manage.py show_workflow --of settlement`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubjectKind(models.TextChoices):
    """Whom a scheme scores: 区考核块, 块考核条, and the posts of the centre."""

    STREET = "street", _("街道")
    DEPARTMENT = "department", _("部门")
    POST = "post", _("岗位")


class SettlementState(models.TextChoices):
    COLLECTING = "collecting", _("采集中")
    COMPUTED = "computed", _("已试算")
    OBJECTION = "objection", _("申诉期")
    ADJUSTED = "adjusted", _("已调整")
    APPROVED = "approved", _("已批准")
    PUBLISHED = "published", _("已发布")
    ARCHIVED = "archived", _("已归档")


S = SettlementState
TERMINAL = frozenset({S.ARCHIVED})
# A subject may still point at what is wrong, and it may still be taken in.
ADJUSTABLE = frozenset({S.COLLECTING, S.COMPUTED, S.OBJECTION, S.ADJUSTED})


class By(StrEnum):
    """Whose step it is, besides the right to act."""

    CENTRE = "centre"
    SUBJECT = "subject"
    LEADER = "leader"


BY_NAMES: Mapping[By, object] = {By.CENTRE: _("考核员"), By.SUBJECT: _("被考核单位"), By.LEADER: _("区领导")}


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


# In the order of a month's life.
TRANSITIONS: Mapping[str, Transition] = {
    row.name: row
    for row in (
        _row("collect", By.CENTRE, (), {S.COLLECTING}),
        _row("settle", By.CENTRE, {S.COLLECTING}, {S.COMPUTED}, stays={S.COMPUTED}),
        _row("adjust", By.CENTRE, stays=ADJUSTABLE),
        _row("decide_adjustment", By.LEADER, stays=ADJUSTABLE),
        _row("open_objections", By.CENTRE, {S.COMPUTED}, {S.OBJECTION}),
        _row("object", By.SUBJECT, stays={S.OBJECTION}),
        _row("decide_objection", By.CENTRE, stays={S.OBJECTION}),
        _row("recompute", By.CENTRE, {S.OBJECTION}, {S.ADJUSTED}, stays={S.ADJUSTED}),
        _row("approve", By.LEADER, {S.ADJUSTED}, {S.APPROVED}),
        _row("publish", By.CENTRE, {S.APPROVED}, {S.PUBLISHED}),
        _row("correct", By.CENTRE, {S.PUBLISHED}, {S.ADJUSTED}),
        _row("withdraw", By.CENTRE, {S.PUBLISHED}, {S.ADJUSTED}),
        _row("archive", By.CENTRE, {S.PUBLISHED}, {S.ARCHIVED}),
    )
}


def moves() -> frozenset[tuple[str, str]]:
    """Every change of state that some action makes; the database refuses all others."""
    return frozenset(
        (str(source), str(target)) for row in TRANSITIONS.values() for source in row.sources for target in row.targets
    )
