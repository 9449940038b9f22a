"""What a passed rung of a summons says, and to whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from deadlines.hearers import Found, Hearer, Hearers, hearers_for
from deadlines.recipients import Recipient
from deadlines.rules import TimeRules
from deadlines.rung_actions import RungAction
from deadlines.sweep import Fired
from enforcement.models import Summons, SummonsClock, SummonsEscalation
from kernel.texts import mask_numbers
from kernel.times import due_text
from notices.actions import NoticeRow

# The kind of the alarm by which "nobody found" is told; the escalation keeps it too.
NOBODY_FOUND = "summons.nobody_found"


def rung_words(clock: SummonsClock, rung_name: str, *, now: datetime) -> str:
    """ "应哨签收未签收报单位领导，应于 11-24 11:30 前完成" """
    told = {"clock": clock.kind_name, "rung": rung_name, "due": due_text(clock.due_at, now=now)}
    return _("%(clock)s%(rung)s，应于 %(due)s 前完成") % told


@dataclass(frozen=True, slots=True)
class Telling:
    """One rung on its way to those who are to hear of it."""

    summons: Summons
    fired: Fired
    found: Found
    words: str
    kind: str
    level: str


def tellings_of(told: Sequence[tuple[Summons, Fired]], *, now: datetime) -> tuple[list[Telling], Hearers]:
    """Each rung with those who hear of it now, through the organization tree and the duty rosters."""
    recipients = {recipient for _summons, f in told for recipient in f.recipients}
    hearers = hearers_for({f.clock.holder_id for _summons, f in told}, recipients, at=now)
    tellings = []
    for summons, f in told:
        level = "info" if f.action == RungAction.REMIND else "alarm"
        found, words = hearers.of(f.clock.holder, f.recipients), _body(summons, f, now=now)
        tellings.append(Telling(summons, f, found, words, f"summons.{f.action}", level))
    return tellings, hearers


def notices_of(tellings: Sequence[Telling], hearers: Hearers, *, rules: TimeRules, now: datetime) -> list[NoticeRow]:
    """One notice to everybody found, and to the street that waits. "Nobody found" is itself an alarm, to the centre."""
    return [row for telling in tellings for row in _rows(telling, hearers, rules, now=now)]


def keep_unheard(tellings: Sequence[Telling], *, now: datetime) -> None:
    """Writes on the escalation whom nobody could be found for: one statement for each such combination."""
    by_missing: dict[str, list[int]] = {}
    for one in tellings:
        if one.found.unheard:
            by_missing.setdefault(",".join(one.found.unheard), []).append(one.fired.clock.pk)
    for missing, clocks in by_missing.items():
        rows = SummonsEscalation.objects.filter(clock__in=clocks, claimed_at=now, is_highest=True)
        rows.update(unheard=missing)


def _rows(telling: Telling, hearers: Hearers, rules: TimeRules, *, now: datetime) -> Iterator[NoticeRow]:
    for hearer in telling.found.hearers:
        yield _row(telling, hearer, rules, now=now)
    if telling.fired.action != RungAction.REMIND:
        yield _row(telling, Hearer(telling.summons.whistle.office_id), rules, now=now)
    if telling.found.unheard and hearers.centre_id is not None:
        alarm = replace(telling, words=_nobody(telling), kind=NOBODY_FOUND, level="alarm")
        yield _row(alarm, Hearer(hearers.centre_id), rules, now=now)


def _row(telling: Telling, to: Hearer, rules: TimeRules, *, now: datetime) -> NoticeRow:
    return NoticeRow(
        organization_id=to.organization_id,
        user_id=to.user_id,
        kind=telling.kind,
        title=f"{telling.summons.number} {telling.fired.name}",
        body=telling.words,
        subject_kind="summons",
        subject_id=telling.summons.number,
        level=telling.level,
        deliver_after=rules.quiet.deliver_after(now, urgency=telling.fired.clock.urgency, level=telling.level),
    )


def _nobody(telling: Telling) -> str:
    missing = "、".join(str(Recipient(name).label) for name in telling.found.unheard)
    told = {"words": telling.words, "holder": telling.fired.clock.holder.short_name, "missing": missing}
    return _("%(words)s。没有找到 %(holder)s 的%(missing)s，无人可报，请指挥中心处理") % told


def _body(summons: Summons, fired: Fired, *, now: datetime) -> str:
    told = {
        "words": rung_words(cast(SummonsClock, fired.clock), fired.name, now=now),
        "department": fired.clock.holder.short_name,
        "matter": summons.whistle.matter,
    }
    return mask_numbers(_("%(department)s %(words)s，事项：%(matter)s") % told)
