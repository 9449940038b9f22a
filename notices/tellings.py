"""A passed rung on its way to those who are to hear of it; what it says is its app's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from deadlines.hearers import Found, Hearer, Hearers
from deadlines.recipients import Recipient
from deadlines.rules import TimeRules
from deadlines.rung_actions import RungAction
from deadlines.sweep import Fired
from notices.actions import NoticeRow


@dataclass(frozen=True, slots=True)
class Telling:
    """One rung, what it says, and who was found for it; `beside` hears of it whoever the rung names."""

    subject_kind: str
    subject_id: str
    fired: Fired
    found: Found
    words: str
    beside: tuple[Hearer, ...] = ()

    @property
    def level(self) -> str:
        return "info" if self.fired.action == RungAction.REMIND else "alarm"


def notices_of(tellings: Sequence[Telling], hearers: Hearers, *, rules: TimeRules, now: datetime) -> list[NoticeRow]:
    """One notice to everybody found. "Nobody found" is itself an alarm, to the centre."""
    return [row for telling in tellings for row in _rows(telling, hearers, rules, now=now)]


def keep_unheard(escalations: QuerySet[Any], tellings: Sequence[Telling], *, now: datetime) -> None:
    """Writes on the escalation whom nobody could be found for: one statement for each such combination."""
    by_missing: dict[str, list[int]] = {}
    for one in tellings:
        if one.found.unheard:
            by_missing.setdefault(",".join(one.found.unheard), []).append(one.fired.clock.pk)
    for missing, clocks in by_missing.items():
        escalations.filter(clock__in=clocks, claimed_at=now, is_highest=True).update(unheard=missing)


def _rows(telling: Telling, hearers: Hearers, rules: TimeRules, *, now: datetime) -> Iterator[NoticeRow]:
    kind = f"{telling.subject_kind}.{telling.fired.action}"
    for hearer in (*telling.found.hearers, *telling.beside):
        yield _row(telling, hearer, rules, kind=kind, level=telling.level, now=now)
    if telling.found.unheard and hearers.centre_id is not None:
        alarm, centre = replace(telling, words=_nobody(telling)), Hearer(hearers.centre_id)
        yield _row(alarm, centre, rules, kind=f"{telling.subject_kind}.nobody_found", level="alarm", now=now)


def _row(telling: Telling, to: Hearer, rules: TimeRules, *, kind: str, level: str, now: datetime) -> NoticeRow:
    return NoticeRow(
        organization_id=to.organization_id,
        user_id=to.user_id,
        kind=kind,
        title=f"{telling.subject_id} {telling.fired.name}",
        body=telling.words,
        subject_kind=telling.subject_kind,
        subject_id=telling.subject_id,
        level=level,
        deliver_after=rules.quiet.deliver_after(now, urgency=telling.fired.clock.urgency, level=level),
    )


def _nobody(telling: Telling) -> str:
    missing = "、".join(str(Recipient(name).label) for name in telling.found.unheard)
    told = {"words": telling.words, "holder": telling.fired.clock.holder.short_name, "missing": missing}
    return _("%(words)s。没有找到 %(holder)s 的%(missing)s，无人可报，请指挥中心处理") % told
