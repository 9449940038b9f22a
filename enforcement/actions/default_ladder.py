"""The ladder of summonses that a district starts with: nobody signs, nobody comes, nobody finishes, nobody settles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deadlines.limits import LimitKind
from deadlines.models import LadderRung
from deadlines.recipients import Recipient
from deadlines.rung_actions import RungAction
from enforcement.models import SummonsClockKind
from enforcement.states import WhistleKind

_FROM = date(2019, 1, 1)
_UNIT = (Recipient.HOLDER, Recipient.HOLDER_DUTY)
_ITS_LEADER = (*_UNIT, Recipient.HOLDER_LEADER)


@dataclass(frozen=True, slots=True)
class _Step:
    """So long after due, or, when empty, when the usual share of the limit is used."""

    action: RungAction
    name: str
    recipients: tuple[Recipient, ...] = ()
    after: tuple[LimitKind, str] | None = None


def _steps(supervised: tuple[LimitKind, str], led: tuple[LimitKind, str]) -> Sequence[_Step]:
    """Reminder → the unit's leader → the district's supervision → the district leader."""
    return (
        _Step(RungAction.REMIND, "临期提醒", _UNIT),
        _Step(RungAction.OVERDUE, "超时报单位领导", _ITS_LEADER, (LimitKind.URGENT_HOUR, "0")),
        _Step(RungAction.SUPERVISE, "超时区督办", after=supervised),
        _Step(RungAction.NOTIFY_LEADER, "超时报区领导", after=led),
    )


_USUAL = _steps((LimitKind.WORK_HOUR, "1"), (LimitKind.WORK_HOUR, "4"))
# What cannot wait: ten minutes, then twenty.
_AT_ONCE = _steps((LimitKind.URGENT_HOUR, "0.1667"), (LimitKind.URGENT_HOUR, "0.3333"))
_SETTLING = (
    _Step(RungAction.REMIND, "临期提醒", _UNIT),
    _Step(RungAction.OVERDUE, "已超期", _UNIT, (LimitKind.URGENT_HOUR, "0")),
    _Step(RungAction.NOTIFY_LEADER, "超期报区领导", after=(LimitKind.WORK_HOUR, "4")),
)
_KINDS = (SummonsClockKind.SIGN, SummonsClockKind.CONTACT, SummonsClockKind.ARRIVE, SummonsClockKind.FINISH)


def default_rungs() -> Iterator[LadderRung]:
    """General steps for every clock of a department, quicker ones in an emergency, and those of the district's own."""
    for kind in _KINDS:
        yield from _rungs(kind, "", _USUAL)
        yield from _rungs(kind, WhistleKind.EMERGENCY, _AT_ONCE)
    yield from _rungs(SummonsClockKind.APPEAL, "", _SETTLING)


def _rungs(kind: str, urgency: str, steps: Sequence[_Step]) -> Iterator[LadderRung]:
    for number, step in enumerate(steps, start=1):
        rung = LadderRung(
            clock_kind=kind,
            urgency=urgency,
            number=number,
            action=step.action,
            name=step.name,
            recipients=list(step.recipients),
            valid_from=_FROM,
        )
        if step.after is None:
            rung.offset_kind, rung.share = LadderRung.Offset.SHARE_OF_BUDGET, Decimal("0.8")
        else:
            rung.offset_kind, rung.after_kind = LadderRung.Offset.AFTER_DUE, step.after[0]
            rung.after_n = Decimal(step.after[1])
        yield rung
