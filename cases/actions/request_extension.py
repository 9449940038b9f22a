"""申请延期."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.actions.applications import hand_in, require_none_waiting
from cases.actions.door import open_door
from cases.actions.timing import live_clock
from cases.models import Case, CaseApplication, CaseClock, ClockKind
from cases.queries.applications import extensions_granted
from cases.queries.handling_rules import handling_rules
from cases.states import Flow
from deadlines import clocks
from deadlines.limits import Limit
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from kernel.times import due_text, require_aware


def request_extension(
    case_id: int,
    *,
    reason: str,
    until: datetime | None = None,
    units: Decimal | None = None,
    is_requester_told: bool = False,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The lead asks for more time, until an instant or by so many units of the limit's own kind, and has told the
    requester why (接诉即办工作条例 §15).

    Raises Refused `no_limit`, `overdue_already`, `extension_cap_reached`, `extension_too_long`, `requester_not_told`,
    `application_open`.
    """
    if (until is None) == (units is None):
        raise _invalid("until", _("请写明延到何时，或延长多少，二者选一。"))
    with open_door(
        case_id, action="request_extension", actor=actor, now=now, expected_version=expected_version
    ) as change:
        case = change.case
        require_none_waiting(case)
        clock = _clock_in_time(case, now=now)
        _require_allowed(case, is_requester_told=is_requester_told, now=now)
        asked_until = _asked_until(clock, until, units)
        _require_short(clock, asked_until, now=now)
        asked = {"until": asked_until, "units": units, "is_requester_told": is_requester_told}
        hand_in(change, CaseApplication.Kind.EXTENSION, reason=reason, came_from=case.state, **asked)
        words = {"lead": case.lead, "until": due_text(asked_until, now=now), "reason": reason}
        change.event("extension_requested", _("%(lead)s 申请延期至 %(until)s：%(reason)s") % words)
    return case


def _clock_in_time(case: Case, *, now: datetime) -> CaseClock:
    clock = live_clock(case, ClockKind.HANDLE)
    if clock is None:
        raise Refused(_("这件案件没有办理时限，不用延期。"), code="no_limit")
    if now > clock.due_at:
        raise Refused(_("已超过应办结时间，不能再申请延期，请尽快办理。"), code="overdue_already")
    return clock


def _require_allowed(case: Case, *, is_requester_told: bool, now: datetime) -> None:
    cap = handling_rules(at=now).extension_cap
    if extensions_granted(case) >= cap:
        raise Refused(_("本轮已延期 %(n)d 次，不能再延。") % {"n": cap}, code="extension_cap_reached")
    if case.flow == Flow.HOTLINE and not is_requester_told:
        raise Refused(_("请先把延期的理由告知诉求人，再申请延期。"), code="requester_not_told")


def _asked_until(clock: CaseClock, until: datetime | None, units: Decimal | None) -> datetime:
    if until is None and units is not None:
        if clock.limit is None:
            raise _invalid("n", _("应办结时间是指定的，请写明延到何时。"))
        if units <= 0:
            raise _invalid("n", _("延长要大于 0。"))
        return clocks.extended_due(clock, Limit(clock.limit.kind, units))
    if until is None or require_aware(until) <= clock.due_at:
        raise _invalid("until", _("延到的时间要晚于现在的应办结时间。"))
    return until


def _require_short(clock: CaseClock, asked_until: datetime, *, now: datetime) -> None:
    days = handling_rules(at=now).extension_days_cap
    if asked_until > clock.due_at + timedelta(days=days):
        raise Refused(_("一次最多延长 %(n)d 天，请提前延到的时间。") % {"n": days}, code="extension_too_long")


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(message, errors=[FieldError(field, "invalid", message)])
