"""载入默认升级阶梯."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from deadlines.limits import LimitKind
from deadlines.models import LadderRung, RulesVersion
from deadlines.rung_actions import RungAction
from kernel.actors import Actor
from organizations.audit import record_load
from organizations.permissions import require

_FROM = date(2019, 1, 1)
_KEY = ("clock_kind", "urgency", "organization_kind", "number", "valid_from")

# (action, name, kind and count after due); the reminder comes when a share of the limit is used.
_REMIND = (RungAction.REMIND, "临期提醒", None, None)
_OVERDUE = (RungAction.OVERDUE, "已超期", LimitKind.URGENT_HOUR, 0)
_Row = tuple[RungAction, str, LimitKind | None, int | None]

_LEADER = "超期报区领导"
_LONG: tuple[_Row, ...] = (
    _REMIND,
    _OVERDUE,
    (RungAction.SUPERVISE, "超期督办", LimitKind.WORK_HOUR, 4),
    (RungAction.NOTIFY_LEADER, _LEADER, LimitKind.WORK_DAY, 1),
)
_SHORT: tuple[_Row, ...] = (_REMIND, _OVERDUE, (RungAction.NOTIFY_SUPERIOR, "超期报上级", LimitKind.WORK_HOUR, 1))
_SUPERVISION: tuple[_Row, ...] = (_REMIND, _OVERDUE, (RungAction.NOTIFY_LEADER, _LEADER, LimitKind.WORK_HOUR, 1))
# What cannot wait for the morning is not escalated in working hours only.
_LONG_EMERGENCY: tuple[_Row, ...] = (
    _REMIND,
    _OVERDUE,
    (RungAction.SUPERVISE, "超期督办", LimitKind.URGENT_HOUR, 1),
    (RungAction.NOTIFY_LEADER, _LEADER, LimitKind.URGENT_HOUR, 2),
)
_SHORT_EMERGENCY: tuple[_Row, ...] = (
    _REMIND,
    _OVERDUE,
    (RungAction.NOTIFY_SUPERIOR, "超期报上级", LimitKind.URGENT_HOUR, 1),
)
_SUPERVISION_EMERGENCY: tuple[_Row, ...] = (
    _REMIND,
    _OVERDUE,
    (RungAction.NOTIFY_LEADER, _LEADER, LimitKind.URGENT_HOUR, 1),
)
_WITHIN_DAYS = ("dispatch", "sign", "contact", "verify", "check", "decide", "assign", "assist")
_SETS: tuple[tuple[tuple[str, ...], str, tuple[_Row, ...]], ...] = (
    (("handle",), "", _LONG),
    ((*_WITHIN_DAYS, "callback"), "", _SHORT),
    (("supervise",), "", _SUPERVISION),
    (("handle",), "emergency", _LONG_EMERGENCY),
    (_WITHIN_DAYS, "emergency", _SHORT_EMERGENCY),
    (("supervise",), "emergency", _SUPERVISION_EMERGENCY),
)


@transaction.atomic
def load_ladder(*, actor: Actor, now: datetime) -> int:
    """Writes the default rungs that are missing, by their key; what somebody changed stays. Returns how many were."""
    require(actor, "deadlines.configure")
    known = set(LadderRung.objects.values_list(*_KEY))
    missing = [row for row in default_rungs() if tuple(getattr(row, name) for name in _KEY) not in known]
    if missing:
        LadderRung.objects.bulk_create(missing)
        RulesVersion.bump()
    record_load("ladder.loaded", missing, actor=actor, now=now)
    return len(missing)


def default_rungs() -> Iterator[LadderRung]:
    """Reminder with a fifth of the limit left, overdue; then for the handling limit a supervision order and the
    district leader, for the shorter ones the superior, for the supervision order the leader."""
    for clock_kinds, urgency, rows in _SETS:
        for clock_kind in clock_kinds:
            for number, row in enumerate(rows, start=1):
                yield _rung(clock_kind, urgency, number, row)


def _rung(clock_kind: str, urgency: str, number: int, row: _Row) -> LadderRung:
    action, name, after_kind, after_n = row
    rung = LadderRung(clock_kind=clock_kind, urgency=urgency, number=number, action=action, name=name, valid_from=_FROM)
    if after_kind is None:
        rung.offset_kind, rung.share = LadderRung.Offset.SHARE_OF_BUDGET, Decimal("0.8")
    else:
        rung.offset_kind, rung.after_kind, rung.after_n = LadderRung.Offset.AFTER_DUE, after_kind, Decimal(after_n or 0)
    return rung
