"""重复吹哨."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cases.states import TERMINAL
from enforcement.actions.blow import blow
from enforcement.actions.whose import require_theirs
from enforcement.models import Whistle
from enforcement.queries.rules_now import whistle_rules
from enforcement.rules.blowing import Blow
from enforcement.states import By, WhistleState
from kernel.actors import Actor
from kernel.errors import NotFound, Refused
from organizations.permissions import require


def repeat(whistle_id: int, facts: Blow, *, actor: Actor, now: datetime) -> Whistle:
    """The matter is there again: a new whistle, linked to the closed one and counted; one repeat too many goes up to
    the district by itself. Raises Refused `wrong_state`, `repeat_too_late` after the days allowed."""
    require(actor, "enforcement.repeat")
    earlier = Whistle.objects.select_related("office").filter(pk=whistle_id).first()
    if earlier is None:
        raise NotFound(_("没有这个哨。"))
    require_theirs(By.STREET, earlier, actor=actor)
    _require_recent(earlier, now=now)
    with transaction.atomic():
        case_id = earlier.case_id if facts.case_id is None and _is_open(earlier) else facts.case_id
        return blow(replace(facts, case_id=case_id), actor=actor, now=now, repeat_of=earlier)


def _require_recent(earlier: Whistle, *, now: datetime) -> None:
    if earlier.state != WhistleState.CLOSED or earlier.ended_at is None:
        raise Refused(_("只有已办结的哨可以重复吹。"), code="wrong_state", state=earlier.state)
    days = whistle_rules(at=now).repeat_days
    if now > earlier.ended_at + timedelta(days=days):
        raise Refused(_("办结已超过 %(n)d 天，请另行吹哨。") % {"n": days}, code="repeat_too_late")


def _is_open(earlier: Whistle) -> bool:
    """Whether the earlier whistle's case is still open, so that the new one is about it too."""
    return earlier.case is not None and earlier.case.state not in TERMINAL
