"""The clocks of a case: which limit, from when, for whom. Only actions that hold the case's lock call this."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case, CaseClock, ClockKind, CountsFrom, FilingStandard
from cases.queries.companions import Companions
from cases.queries.standards import ChosenLimit, limit_of
from deadlines import clocks
from deadlines.limits import Limit, LimitKind
from deadlines.rest import rest_of
from deadlines.rules import TimeRules, current_rules
from deadlines.states import LIVE, ClockState
from organizations.models import Organization


def start_clock(case: Case, kind: ClockKind, *, holder: Organization, at: datetime, now: datetime) -> CaseClock | None:
    """Starts one of the units' own clocks at `at` by the limit in force; None when none is configured."""
    chosen = limit_of(case, kind, at=now)
    return None if chosen is None else _start(case, kind, chosen, holder=holder, at=at, now=now)


def start_handling(case: Case, moment: CountsFrom, *, holder: Organization, now: datetime) -> CaseClock | None:
    """Starts the citizen's clock if it is not running yet and its limit counts from this moment of the case.

    The limit written on the order wins over the table and counts from receipt (接诉即办工作条例 §13). A grid case has
    no clock before it is filed; what counts from its receipt starts then, with that earlier instant.
    """
    if live_clock(case, ClockKind.HANDLE) is not None:
        return None
    chosen = handling_limit(case, at=now) if case.reply_due_at is None else None
    facts = handling_facts(case, chosen, moment, holder=holder, now=now)
    return None if facts is None else clocks.start(CaseClock, case, **facts)


def handling_facts(
    case: Case, chosen: ChosenLimit | None, moment: CountsFrom, *, holder: Organization, now: datetime
) -> dict[str, Any] | None:
    """What the citizen's clock starts with at this moment of the case, by the limit written on the order or else by
    the one chosen; None while it does not count yet."""
    if case.reply_due_at is not None:
        return by_order(case, case.reply_due_at, holder=holder, at=case.received_at, now=now, source=_("来件时限"))
    if chosen is None or not _has_come(CountsFrom(chosen.counts_from), moment):
        return None
    begins: dict[str, datetime | None] = {CountsFrom.RECEIVED: case.received_at, CountsFrom.FILED: case.filed_at}
    at = begins.get(chosen.counts_from, case.dispatched_at) or now
    return by_limit(case, ClockKind.HANDLE, chosen, holder=holder, at=at, now=now)


def receipt_clocks(case: Case, *, holder: Organization, now: datetime) -> list[CaseClock]:
    """The clocks of a request that begin with its receipt, not saved yet: nothing runs on a new case."""
    rules, at = current_rules(), case.received_at
    to_dispatch = limit_of(case, ClockKind.DISPATCH, at=now)
    facts = []
    if to_dispatch is not None:
        facts.append(by_limit(case, ClockKind.DISPATCH, to_dispatch, holder=holder, at=at, now=now))
    to_handle = handling_limit(case, at=now) if case.reply_due_at is None else None
    if case.reply_due_at is not None:
        facts.append(by_order(case, case.reply_due_at, holder=holder, at=at, now=now, source=_("来件时限")))
    elif to_handle is not None and to_handle.counts_from == CountsFrom.RECEIVED:
        facts.append(by_limit(case, ClockKind.HANDLE, to_handle, holder=holder, at=at, now=now))
    return [clocks.build(CaseClock, case, **one, rules=rules) for one in facts]


def start_handling_again(case: Case, *, holder: Organization, now: datetime) -> CaseClock | None:
    """A fresh handling clock from now, by the table, for a new round; the one before stays as it was judged."""
    chosen = handling_limit(case, at=now)
    return None if chosen is None else _start(case, ClockKind.HANDLE, chosen, holder=holder, at=now, now=now)


def go_on_handling(case: Case, *, holder: Organization, now: datetime) -> CaseClock | None:
    """The unit's reply was given back: it was none, so its verdict is taken back, and what is left of the same limit
    runs on. An empty reply buys no time: when the limit is over by now, the case is late. Only a limit that was missed
    before is followed by a fresh one."""
    before = CaseClock.objects.filter(case=case, kind=ClockKind.HANDLE).order_by("id").last()
    if case.due_at is None or before is None or (case.due_at <= now and before.state != ClockState.MET):
        return start_handling_again(case, holder=holder, now=now)
    facts = going_on(case, before, case.due_at, rules=current_rules(), holder=holder, now=now)
    if before.state == ClockState.MET:
        clocks.take_back(before)
    return clocks.start(CaseClock, case, **facts)


def going_on(
    case: Case, before: CaseClock | None, due_at: datetime, *, rules: TimeRules, holder: Organization, now: datetime
) -> dict[str, Any]:
    """What the clock starts with that goes on after `before`: what is left of its limit, which follows the calendar as
    the whole would have done; a due time that was given stays given, and so does one that is over."""
    limit, code = (before.limit, before.calendar) if before is not None else (None, "")
    if before is not None and before.stopped_at is not None and due_at <= now:
        begins, source = before.stopped_at, _goes_on(before.limit_source)
        return by_order(case, due_at, holder=holder, at=begins, now=now, source=source, calendar=code)
    calendar = rules.calendar_of(code)
    rest = rest_of(before.started_at, limit, due_at, at=now, calendar=calendar) if before and limit else None
    if before is None or rest is None:
        return by_order(case, due_at, holder=holder, at=now, now=now, source=_("原时限继续"), calendar=code)
    chosen = ChosenLimit(limit=rest.limit, counts_from="", source=_goes_on(before.limit_source), calendar=code)
    return by_limit(case, ClockKind.HANDLE, chosen, holder=holder, at=rest.started_at, now=now)


def handling_limit(case: Case, *, at: datetime) -> ChosenLimit | None:
    """The limit of the standard the case was filed by, else of the one that fits it."""
    if case.standard is not None:
        return named_limit(case.standard)
    return limit_of(case, ClockKind.HANDLE, at=at)


def named_limit(standard: FilingStandard) -> ChosenLimit:
    """The limit of the standard that a case was filed by."""
    source = _("立案标准 %(id)s 第 %(version)s 版") % {"id": standard.pk, "version": standard.version}
    limit = Limit(kind=LimitKind(standard.limit_kind), n=standard.limit_value)
    return ChosenLimit(
        limit=limit,
        counts_from=standard.counts_from,
        source=source,
        standard_id=standard.pk,
        calendar=standard.calendar_id or "",
    )


def live_clock(case: Case, kind: ClockKind) -> CaseClock | None:
    """The running or paused clock of this kind, locked."""
    live = CaseClock.objects.select_for_update(of=("self",)).filter(case=case, kind=kind, state__in=LIVE)
    return live.first()


def stop_clock(case: Case, kind: ClockKind, *, at: datetime, now: datetime, around: Companions | None = None) -> None:
    """Stops the live clock of this kind, if there is one, and judges it once: met when done at or before due. `around`
    is for an action that has not touched the clocks since its door opened: they need not be read again."""
    clock = live_clock(case, kind) if around is None else around.live_clock(kind)
    if clock is not None:
        clocks.stop_together([clock], at=at, now=now)


def cancel_clock(case: Case, kind: ClockKind, *, now: datetime) -> None:
    """Ends the live clock of this kind unjudged, if there is one: the duty fell away."""
    clock = live_clock(case, kind)
    if clock is not None:
        clocks.cancel_together([clock], now=now)


def cancel_clocks(case: Case, *, now: datetime) -> None:
    """Ends every live clock unjudged."""
    live = CaseClock.objects.select_for_update(of=("self",)).filter(case=case, state__in=LIVE)
    clocks.cancel_together(list(live), now=now)


def _goes_on(source: str) -> str:
    """Said once, however often the reply is given back."""
    words = _("，余下时限继续")
    return source if source.endswith(words) else source[: 200 - len(words)] + words


def _has_come(counts_from: CountsFrom, moment: CountsFrom) -> bool:
    day = [CountsFrom.RECEIVED, CountsFrom.FILED, CountsFrom.DISPATCHED]
    return day.index(counts_from) <= day.index(moment)


def _start(
    case: Case, kind: ClockKind, chosen: ChosenLimit, *, holder: Organization, at: datetime, now: datetime
) -> CaseClock:
    return clocks.start(CaseClock, case, **by_limit(case, kind, chosen, holder=holder, at=at, now=now))


def by_limit(
    case: Case, kind: ClockKind, chosen: ChosenLimit, *, holder: Organization, at: datetime, now: datetime
) -> dict[str, Any]:
    """What a clock starts with that counts by a limit, for `clocks.start` and `clocks.build`."""
    return {
        "kind": kind,
        "holder": holder,
        "limit": chosen.limit,
        "started_at": at,
        "now": now,
        "limit_source": chosen.source,
        "urgency": case.urgency,
        "calendar": chosen.calendar,
    }


def by_order(
    case: Case, due_at: datetime, *, holder: Organization, at: datetime, now: datetime, source: str, calendar: str = ""
) -> dict[str, Any]:
    """The same of a handling clock whose end is given; only its rungs after due ask a calendar."""
    return {
        "kind": ClockKind.HANDLE,
        "holder": holder,
        "limit": None,
        "started_at": at,
        "now": now,
        "due_at": due_at,
        "limit_source": source,
        "urgency": case.urgency,
        "calendar": calendar,
    }
