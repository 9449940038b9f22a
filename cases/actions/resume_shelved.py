"""挂账到期，自动恢复."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.resume import take_from_shelf
from cases.models import Case
from cases.states import State
from kernel.actors import Actor
from notices.actions import notify

SHELF = Actor.system("shelf", _("挂账到期"))
BATCH = 50
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class ResumeResult:
    """What one sweep did: cases taken from the shelf, cases that failed and are left for the next beat."""

    resumed: int = 0
    failed: int = 0


def resume_shelved(*, now: datetime, limit: int = 1000) -> ResumeResult:
    """Takes from the shelf what has been there long enough, each case once however many workers sweep; one that fails
    stands in nobody's way. Their clocks count again from the end that was granted, however late the sweep comes."""
    result = ResumeResult()
    left: set[int] = set()
    while result.resumed + result.failed < limit:
        if not _batch(result, left, now=now):
            break
    return result


def _batch(result: ResumeResult, left: set[int], *, now: datetime) -> int:
    with transaction.atomic():
        over = Case.objects.filter(state=State.SHELVED, shelved_until__lte=now).exclude(pk__in=left)
        oldest = over.order_by("shelved_until", "id").select_for_update(skip_locked=True)
        ids = list(oldest.values_list("pk", flat=True)[:BATCH])
        for case_id in ids:
            try:
                with transaction.atomic():
                    _resume(case_id, now=now)
                result.resumed += 1
            except Exception:
                if transaction.get_connection().needs_rollback:
                    raise  # no savepoint to go on from: the connection itself is gone
                logger.exception("case %s could not be taken from the shelf", case_id)
                left.add(case_id)
                result.failed += 1
    return len(ids)


def _resume(case_id: int, *, now: datetime) -> None:
    with open_door(case_id, action="resume", actor=SHELF, now=now) as change:
        case = change.case
        take_from_shelf(change, at=min(case.shelved_until or now, now), note=_("挂账期满"))
        if case.lead_id is not None:
            _tell(case, case.lead_id, now=now)


def _tell(case: Case, lead_id: int, *, now: datetime) -> None:
    notify(
        organization_id=lead_id,
        kind="case.resumed",
        title=_("挂账期满 %(no)s") % {"no": case.case_no},
        body=_("请继续办理。"),
        subject_kind="case",
        subject_id=case.case_no,
        level="warn",
        now=now,
    )
