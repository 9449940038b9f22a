"""按派单目录派遣."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from cases.actions.assignment import assign_lead
from cases.actions.dispatch_together import Sending, dispatch_together, sending_of
from cases.actions.door import open_door
from cases.models import Case
from cases.queries.applications import has_given_back
from cases.queries.catalogue import Catalogue, open_catalogue
from cases.states import State
from kernel.actors import Actor
from kernel.errors import CenterError

CATALOGUE = Actor.system("dispatch", _("派单目录"))
BATCH = 100
# What dispatch asks of a case and writes to it: a batch has no use for the rest of so wide a row.
_READ = (
    *("case_no", "state", "version", "flow", "source", "urgency", "sender", "lead", "is_supervised"),
    *("category", "street__code", "street__name", "community__code", "needs_classification", "is_held", "hold_reason"),
    "returned_count",
    *("standard__limit_value", "standard__limit_kind", "standard__counts_from", "standard__version"),
    "standard__calendar",
    *("received_at", "reply_due_at", "filed_at", "dispatched_at", "due_at", "warn_at"),
)
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class DispatchResult:
    """What one sweep did: cases sent out, cases left to a person, cases that failed and were left to a person."""

    dispatched: int = 0
    held: int = 0
    failed: int = 0


def dispatch_waiting(*, now: datetime, limit: int = 1000) -> DispatchResult:
    """Sends out what waits for the catalogue, oldest first, each case once however many workers sweep (§11).

    A batch is written as one. Should it fail, it is undone and its cases are tried one by one: one that cannot be
    decided or fails is held for a person, so that it never stands before the others, and one that met a trouble of the
    database that passes (a deadlock, a lock not had in time) is left for the next beat.
    """
    result = DispatchResult()
    left: set[int] = set()
    while result.dispatched + result.held + result.failed < limit:
        if _batch(result, left, now=now) < BATCH:
            break
    return result


def _batch(result: DispatchResult, left: set[int], *, now: datetime) -> int:
    """How many cases it looked at, besides those `left` for the next beat."""
    with transaction.atomic():
        cases = _claim(left)
        if cases:
            catalogue = open_catalogue()
            for case_id in _together(cases, catalogue, result, now=now):
                _one(case_id, catalogue, result, left, now=now)
    return len(cases)


def _claim(left: set[int]) -> list[Case]:
    """The oldest cases that nobody else is working on, locked."""
    to_send = Case.objects.filter(state=State.PENDING_DISPATCH, is_held=False, merged_into__isnull=True)
    waiting = to_send.exclude(pk__in=left)
    oldest = waiting.select_related("street", "community", "standard").only(*_READ).order_by("received_at", "id")
    return list(oldest.select_for_update(of=("self",), skip_locked=True)[:BATCH])


def _together(cases: Sequence[Case], catalogue: Catalogue, result: DispatchResult, *, now: datetime) -> list[int]:
    """Writes the batch as one; the ids of those that have to be tried alone, which are all when it fails."""
    sendings: list[Sending] = []
    alone: list[int] = []
    for case in cases:
        if case.returned_count:  # not to whom it came back from, which is asked of each alone
            alone.append(case.pk)
            continue
        try:
            sendings.append(sending_of(case, catalogue, now=now))
        except Exception:  # met again when it is tried alone, and logged there
            alone.append(case.pk)
    try:
        with transaction.atomic():
            dispatch_together(sendings, catalogue, actor=CATALOGUE, now=now)
    except Exception:
        if transaction.get_connection().needs_rollback:
            raise  # no savepoint to go on from: the connection itself is gone
        logger.warning("a batch of %s cases failed, they are tried one by one", len(sendings), exc_info=True)
        return [case.pk for case in cases]
    result.dispatched += sum(one.decision is not None for one in sendings)
    result.held += sum(one.decision is None for one in sendings)
    return alone


def _one(case_id: int, catalogue: Catalogue, result: DispatchResult, left: set[int], *, now: datetime) -> None:
    try:
        with transaction.atomic():
            if _decide(case_id, catalogue, now=now):
                result.dispatched += 1
            else:
                result.held += 1
    except OperationalError:
        if transaction.get_connection().needs_rollback:
            raise
        logger.warning("case %s is left for the next beat", case_id, exc_info=True)
        left.add(case_id)
        result.failed += 1
    except Exception as error:
        logger.exception("case %s could not be dispatched", case_id)
        _hold_or_leave(case_id, error, left, now=now)
        result.failed += 1


def _hold_or_leave(case_id: int, error: Exception, left: set[int], *, now: datetime) -> None:
    reason = error.message if isinstance(error, CenterError) else _("自动派遣出错，请人工派遣")
    try:
        with transaction.atomic():
            hold(case_id, reason=reason, now=now)
    except Exception:
        if transaction.get_connection().needs_rollback:
            raise
        logger.exception("case %s could not be held either", case_id)
        left.add(case_id)


def _decide(case_id: int, catalogue: Catalogue, *, now: datetime) -> bool:
    with open_door(case_id, action="dispatch", actor=CATALOGUE, now=now) as change:
        decision = catalogue.decide(change.case, at=now)
        if decision is not None and has_given_back(change.case, decision.target):
            why = _("派单目录仍指向已退单的 %(unit)s") % {"unit": decision.target}
            change.set(is_held=True, hold_reason=why[:200])
            change.event("held", why)
            return False
        if decision is not None:
            if decision.needs_classification:
                change.set(needs_classification=True)
            assign_lead(
                change,
                decision.target,
                mode=decision.mode,
                reason=decision.reason,
                supervising=decision.supervising,
                rule=decision.rule,
                runner_up=decision.runner_up,
            )
            return True
        change.set(is_held=True, hold_reason=catalogue.why_undecided(change.case)[:200])
        change.event("held", _("派单目录无法决定，转派遣员"))
    return False


def hold(case_id: int, *, reason: str, now: datetime) -> None:
    """Takes the case out of the automatic set until a person changes it."""
    with open_door(case_id, action="dispatch", actor=CATALOGUE, now=now) as change:
        change.set(is_held=True, hold_reason=reason[:200])
        change.event("held", reason)
