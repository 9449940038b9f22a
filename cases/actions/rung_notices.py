"""What a passed rung says, and to whom: never in the citizen's words, since notices outlive the right to read them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from cases.models import Case, CaseClock, CaseEscalation, ClockKind, SupervisionOrder
from deadlines.hearers import Found, Hearer, Hearers, hearers_for
from deadlines.recipients import Recipient
from deadlines.rules import TimeRules
from deadlines.rung_actions import RungAction
from deadlines.sweep import Fired
from kernel.times import due_text
from notices.actions import NoticeRow

# The kind of the alarm by which it is told; the escalation keeps it too.
NOBODY_FOUND = "case.nobody_found"


def rung_words(clock: CaseClock, rung_name: str, *, now: datetime) -> str:
    """ "签收超期，应于 11-24 11:30 前完成" """
    return _("%(clock)s%(rung)s，应于 %(due)s 前完成") % {
        "clock": ClockKind(clock.kind).label,
        "rung": rung_name,
        "due": due_text(clock.due_at, now=now),
    }


@dataclass(frozen=True, slots=True)
class Telling:
    """One rung on its way to those who are to hear of it."""

    case: Case
    fired: Fired
    found: Found
    words: str
    kind: str
    level: str


def tellings_of(
    told: Sequence[tuple[Case, Fired]], orders: Mapping[int, SupervisionOrder], *, now: datetime
) -> tuple[list[Telling], Hearers]:
    """Each rung with those who hear of it now, through the organization tree and the duty rosters."""
    recipients = {recipient for _case, f in told for recipient in f.recipients}
    hearers = hearers_for({f.clock.holder_id for _case, f in told}, recipients, at=now)
    tellings = []
    for case, f in told:
        words = _body(case, f, orders.get(case.pk), hearers, now=now)
        level = "info" if f.action == RungAction.REMIND else "alarm"
        tellings.append(Telling(case, f, hearers.of(f.clock.holder, f.recipients), words, f"case.{f.action}", level))
    return tellings, hearers


def notices_of(tellings: Sequence[Telling], hearers: Hearers, *, rules: TimeRules, now: datetime) -> list[NoticeRow]:
    """One notice to everybody found. "Nobody found" is itself an alarm, to the centre."""
    return [row for telling in tellings for row in _rows(telling, hearers, rules, now=now)]


def keep_unheard(tellings: Sequence[Telling], *, now: datetime) -> None:
    """Writes on the escalation whom nobody could be found for: one statement for each such combination."""
    by_missing: dict[str, list[int]] = {}
    for one in tellings:
        if one.found.unheard:
            by_missing.setdefault(",".join(one.found.unheard), []).append(one.fired.clock.pk)
    for missing, clocks in by_missing.items():
        CaseEscalation.objects.filter(clock__in=clocks, claimed_at=now, is_highest=True).update(unheard=missing)


def _rows(telling: Telling, hearers: Hearers, rules: TimeRules, *, now: datetime) -> Iterator[NoticeRow]:
    for hearer in telling.found.hearers:
        yield _row(telling, hearer, rules, now=now)
    if telling.found.unheard and hearers.centre_id is not None:
        alarm = replace(telling, words=_nobody(telling), kind=NOBODY_FOUND, level="alarm")
        yield _row(alarm, Hearer(hearers.centre_id), rules, now=now)


def _row(telling: Telling, to: Hearer, rules: TimeRules, *, now: datetime) -> NoticeRow:
    return NoticeRow(
        organization_id=to.organization_id,
        user_id=to.user_id,
        kind=telling.kind,
        title=f"{telling.case.case_no} {telling.fired.name}",
        body=telling.words,
        subject_kind="case",
        subject_id=telling.case.case_no,
        level=telling.level,
        deliver_after=rules.quiet.deliver_after(now, urgency=telling.fired.clock.urgency, level=telling.level),
    )


def _nobody(telling: Telling) -> str:
    missing = "、".join(str(Recipient(name).label) for name in telling.found.unheard)
    told = {"words": telling.words, "holder": telling.fired.clock.holder.short_name, "missing": missing}
    return _("%(words)s。没有找到 %(holder)s 的%(missing)s，无人可报，请指挥中心处理") % told


def _body(case: Case, fired: Fired, order: SupervisionOrder | None, hearers: Hearers, *, now: datetime) -> str:
    words = rung_words(cast(CaseClock, fired.clock), fired.name, now=now)
    words = _("%(words)s，类别：%(category)s") % {
        "words": words,
        "category": case.category.name if case.category else _("未归类"),
    }
    if order is not None and order.clock is not None:
        told = {"words": words, "number": order.number, "due": due_text(order.clock.due_at, now=now)}
        words = _("%(words)s。督办单 %(number)s，请于 %(due)s 前答复") % told
    if Recipient.SUPERIOR in fired.recipients and fired.clock.holder_id == hearers.centre_id:
        words = _("%(words)s。指挥中心没有上级单位，由中心自行督办") % {"words": words}
    return words
