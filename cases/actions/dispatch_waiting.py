"""按派单目录派遣."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from cases.actions.assignment import assign_lead
from cases.actions.door import open_door
from cases.models import Case
from cases.queries.catalogue import Catalogue, open_catalogue
from cases.states import State
from kernel.actors import Actor
from kernel.errors import CenterError

CATALOGUE = Actor.system("dispatch", _("派单目录"))
BATCH = 50
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class DispatchResult:
    """What one sweep did: cases sent out, cases left to a person, cases that failed and were left to a person."""

    dispatched: int = 0
    held: int = 0
    failed: int = 0


def dispatch_waiting(*, now: datetime, limit: int = 1000) -> DispatchResult:
    """Sends out what waits for the catalogue, oldest first, each case once however many workers sweep (§11).

    A case that cannot be decided or fails is held for a person, so that it never stands before the others. One that
    met a trouble of the database that passes (a deadlock, a lock not had in time) is left for the next beat.
    """
    result = DispatchResult()
    left: set[int] = set()
    while result.dispatched + result.held + result.failed < limit:
        if not _batch(result, left, now=now):
            break
    return result


def _batch(result: DispatchResult, left: set[int], *, now: datetime) -> int:
    """How many cases it looked at, besides those `left` for the next beat."""
    with transaction.atomic():
        waiting = Case.objects.filter(state=State.PENDING_DISPATCH, is_held=False).exclude(pk__in=left)
        oldest = waiting.order_by("received_at", "id")
        ids = list(oldest.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        if ids:
            catalogue = open_catalogue()
            for case_id in ids:
                _one(case_id, catalogue, result, left, now=now)
    return len(ids)


def _one(case_id: int, catalogue: Catalogue, result: DispatchResult, left: set[int], *, now: datetime) -> None:
    try:
        with transaction.atomic():
            if _decide(case_id, catalogue, now=now):
                result.dispatched += 1
            else:
                result.held += 1
    except OperationalError:
        if transaction.get_connection().needs_rollback:
            raise  # no savepoint to go on from: the connection itself is gone
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
