"""重开."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cases.actions.door import Change, open_door
from cases.actions.reopening import begin_anew
from cases.models import Case, CaseRelation
from cases.queries.handling_rules import handling_rules
from kernel.actors import Actor
from kernel.errors import Refused


def reopen(case_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None) -> Case:
    """A closed matter comes up again: it is taken up as a new case that points at the old one, which stays as it is.
    Returns the new case.

    Raises Refused `reopened_already`, `too_late_to_reopen`.
    """
    with open_door(case_id, action="reopen", actor=actor, now=now, expected_version=expected_version) as change:
        _require_first(change.case)
        _require_in_time(change)
        new = begin_anew(change.case, reason=reason, actor=actor, now=now)
        CaseRelation.objects.create(case=new, earlier=change.case, kind=CaseRelation.Kind.REOPENED, at=now)
        words = {"no": new.case_no, "reason": reason}
        change.event("reopened", _("重开为 %(no)s：%(reason)s") % words, case=new.case_no)
    return new


def _require_first(case: Case) -> None:
    known = CaseRelation.objects.filter(earlier=case, kind=CaseRelation.Kind.REOPENED).select_related("case").first()
    if known is not None:
        new = known.case.case_no
        raise Refused(_("此件已重开为 %(new)s，请在新案件上办理。") % {"new": new}, code="reopened_already", case=new)


def _require_in_time(change: Change) -> None:
    """Raises Refused when the case was closed too long ago."""
    days = handling_rules(at=change.now).reopen_days
    closed_at = change.case.closed_at
    if closed_at is None or change.now > closed_at + timedelta(days=days):
        message = _("办结已超过 %(days)d 天，不能重开，请作为新的诉求登记。") % {"days": days}
        raise Refused(message, code="too_late_to_reopen")
