"""再次反映: the sweep over what came in."""

import logging
from datetime import datetime

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.models import Case, CaseRelation, RelationCursor
from cases.queries.earlier import earlier_of_the_same
from cases.queries.handling_rules import handling_rules
from cases.states import OPEN
from kernel.actors import Actor
from notices.feed import next_of_kind

RELATING = Actor.system("relate", _("关联查找"))
logger = logging.getLogger(__name__)


def relate_new(*, now: datetime, limit: int = 2000) -> int:
    """Links a new case to the earlier one in which the same caller brought the same matter (again within the window);
    says how many cases were looked at.

    What came in is read from the feed, where nothing that commits late is missed; the place reached moves on in the
    transaction that writes the link, under the lock of whoever reads on: each case once, none lost.
    """
    looked_at = 0
    while looked_at < limit and _next(now=now):
        looked_at += 1
    return looked_at


def _next(*, now: datetime) -> bool:
    """False when nothing is left, or another worker is at it."""
    RelationCursor.objects.get_or_create(pk=1)
    with transaction.atomic():
        cursor = RelationCursor.objects.select_for_update(skip_locked=True).filter(pk=1).first()
        entry = next_of_kind("case.received", after=cursor.position) if cursor else None
        if cursor is None or entry is None:
            return False
        _try(entry.subject_id, now=now)
        cursor.position = entry.position or cursor.position
        cursor.save(update_fields=["position"])
    return True


def _try(case_no: str, *, now: datetime) -> None:
    """A case that cannot be compared stays unlinked; it must not stand before the others."""
    try:
        with transaction.atomic():
            _relate(case_no, now=now)
    except OperationalError:
        raise
    except Exception:
        logger.exception("case %s could not be compared with earlier ones", case_no)


def _relate(case_no: str, *, now: datetime) -> None:
    case = Case.objects.only("pk", "state").filter(case_no=case_no).first()
    rules = handling_rules(at=now)
    earlier = earlier_of_the_same(case.pk, rules=rules) if case else None
    if case is None or earlier is None:
        return
    CaseRelation.objects.create(case=case, earlier=earlier, kind=CaseRelation.Kind.AGAIN, at=now)
    if case.state in OPEN:
        words = _("同一诉求人 %(days)d 日内再次反映，先前的案件 %(no)s") % {
            "days": rules.again_days,
            "no": earlier.case_no,
        }
        with open_door(case.pk, action="note", actor=RELATING, now=now) as change:
            change.event("again", words, earlier=earlier.case_no)
