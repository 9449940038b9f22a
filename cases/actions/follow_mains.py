"""随主案件办理: the sweep."""

import logging
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import F, Q, QuerySet

from cases.actions.follow_main import follow_main
from cases.actions.follow_shelf import still_pauses, still_runs
from cases.models import Case
from cases.states import MERGEABLE, TERMINAL, State

_FOLLOWS = Q(merged_into__isnull=False, state__in=sorted(MERGEABLE))
_IS_OVER = Q(merged_into__state__in=sorted(TERMINAL))
_HAS_MOVED = Q(merged_into__lead__isnull=False) & (Q(lead__isnull=True) | ~Q(lead=F("merged_into__lead")))
_IS_SHELVED = Q(merged_into__state=State.SHELVED)
logger = logging.getLogger(__name__)


def follow_mains(*, now: datetime, limit: int = 1000) -> int:
    """Leads the followers of main cases that have moved on, each once however many workers sweep; says how many.

    Each in its own transaction and under its own lock alone: five hundred callers about one burst pipe hold nobody up.
    One that fails is left for the next beat.
    """
    behind = list(_behind().order_by("merged_into", "pk").values_list("pk", flat=True)[:limit])
    return sum(_one(case_id, now=now) for case_id in behind)


def _behind() -> QuerySet[Case]:
    is_off_the_shelf = (_IS_SHELVED & still_runs()) | (~_IS_SHELVED & still_pauses())
    return Case.objects.filter(_FOLLOWS & (_IS_OVER | _HAS_MOVED | is_off_the_shelf))


def _one(case_id: int, *, now: datetime) -> bool:
    try:
        with transaction.atomic():
            Case.objects.select_for_update(of=("self",)).only("pk").get(pk=case_id)
            if not _behind().filter(pk=case_id).exists():
                return False  # another sweep was here
            follow_main(case_id, now=now)
    except OperationalError:
        if transaction.get_connection().needs_rollback:
            raise
        logger.warning("case %s follows with the next beat", case_id, exc_info=True)
        return False
    except Exception:
        logger.exception("case %s could not follow its main case", case_id)
        return False
    return True
