"""Applications of a case: which waits, which were granted."""

from django.db.models import QuerySet

from cases.models import Case, CaseApplication
from cases.queries.companions import Companions
from organizations.models import Organization

_Kind, _State = CaseApplication.Kind, CaseApplication.State


def waiting_application(case: Case) -> CaseApplication | None:
    """The one that waits for the centre; a case has at most one."""
    return CaseApplication.objects.filter(case=case, state=_State.OPEN).select_related("organization").first()


def extensions_granted(case: Case) -> int:
    """How often this round was given more time."""
    return _granted_this_round(case, _Kind.EXTENSION)


def shelvings_granted(case: Case) -> int:
    """How often this round was put on the shelf."""
    return _granted_this_round(case, _Kind.SHELVING)


def is_return_refused(case: Case, around: Companions) -> bool:
    """Whether the unit has asked in vain to give back this very dispatch."""
    dispatch = around.decision.pk if around.decision else None
    refused = (one for one in around.applications if one.kind == _Kind.RETURN and one.state == _State.REFUSED)
    return any(one.organization_id == case.lead_id and one.decision_id == dispatch for one in refused)


def has_given_back(case: Case, organization: Organization) -> bool:
    """Whether this unit's return of the case was granted; asks only of cases that were returned at all."""
    if not case.returned_count:
        return False
    granted = CaseApplication.objects.filter(case=case, kind=_Kind.RETURN, state=_State.APPROVED)
    return granted.filter(organization=organization).exists()


def to_decide() -> QuerySet[CaseApplication]:
    """What waits for the centre; the caller pages it, oldest first (`open_application_by_age`)."""
    waiting = CaseApplication.objects.filter(state=_State.OPEN)
    return waiting.select_related("case", "organization", "proposed", "clock").defer("case__search", "case__content")


def _granted_this_round(case: Case, kind: CaseApplication.Kind) -> int:
    granted = CaseApplication.objects.filter(case=case, kind=kind, state=_State.APPROVED)
    return granted.filter(round=case.round).count()
