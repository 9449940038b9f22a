"""Attempts of people nobody knows yet: kept, and never more than a little.

Wrong tokens, tries at a locked door, a wrong old password. A loop of them writes one entry a minute for what was tried
from one address, and only so many in all, so that nobody fills the audit from outside.
"""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from kernel.actors import Actor
from organizations.audit import record
from organizations.models import AuditEntry

log = logging.getLogger(__name__)

SPAN = timedelta(minutes=1)
MOST_FROM_ADDRESS = 10
MOST_IN_SPAN = 100


def note_attempt(
    kind: str,
    *,
    subject_kind: str,
    subject_id: object = "",
    subject_label: str = "",
    reason: str = "",
    actor: Actor,
    now: datetime,
    address: str,
) -> AuditEntry | None:
    """None when it is noted already, or when there are enough; a database that cannot note it is no fault of the
    answer, which is a refusal anyway. Two at the same instant may both be written."""
    try:
        with transaction.atomic():
            if _is_enough(kind, str(subject_id), address, now=now):
                return None
            return record(
                kind,
                actor=actor,
                now=now,
                subject_kind=subject_kind,
                subject_id=subject_id,
                subject_label=subject_label,
                reason=reason,
                address=address,
            )
    except DatabaseError:
        log.exception("an attempt could not be recorded")
        return None


def _is_enough(kind: str, subject_id: str, address: str, *, now: datetime) -> bool:
    lately = AuditEntry.objects.filter(kind=kind, at__gt=now - SPAN).order_by("-at")
    known = list(lately.values_list("subject_id", "address")[:MOST_IN_SPAN])
    from_here = [subject for subject, where in known if where == address]
    return len(known) >= MOST_IN_SPAN or len(from_here) >= MOST_FROM_ADDRESS or subject_id in from_here
