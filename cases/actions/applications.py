"""What all applications share: how one is handed in, and how it is decided."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.actions.door import Change
from cases.actions.timing import start_clock, stop_clock
from cases.models import Case, CaseApplication, ClockKind
from cases.queries.applications import waiting_application
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from notices.actions import notify
from organizations.queries import district_centre


def require_none_waiting(case: Case) -> None:
    """Raises Refused `application_open`: one at a time."""
    waiting = waiting_application(case)
    if waiting is not None:
        words = _("%(kind)s申请还在等区指挥中心审批，请等审批后再申请。") % {"kind": waiting.get_kind_display()}
        raise Refused(words, code="application_open", kind=waiting.kind)


def hand_in(change: Change, kind: CaseApplication.Kind, *, reason: str, came_from: str, **asked: Any) -> None:
    """The lead's application waits for the centre, whose clock begins; the centre is told."""
    case, now, centre = change.case, change.now, district_centre()
    if case.lead is None:
        raise ValueError("nobody leads the case who could apply")
    application = CaseApplication.objects.create(
        case=case,
        kind=kind,
        round=case.round,
        organization=case.lead,
        asked_at=now,
        asked_by_label=change.actor.label[:80],
        reason=reason,
        came_from=came_from,
        clock=start_clock(case, ClockKind.DECIDE, holder=centre, at=now, now=now),
        **asked,
    )
    _tell(application, centre.pk, title=_("%(kind)s申请 %(no)s"), body=reason, now=now)


def require_opinion(opinion: str, *, is_approved: bool) -> None:
    """Raises Invalid: who is refused is told why."""
    if not is_approved and not opinion.strip():
        message = _("不同意要写明理由。")
        raise Invalid(message, errors=[FieldError("opinion", "required", message)])


def decide(change: Change, kind: CaseApplication.Kind, *, is_approved: bool, opinion: str) -> CaseApplication:
    """The centre's word on the application that waits; its clock is judged, the unit told.

    Raises Refused `no_open_application` when it ended meanwhile.
    """
    waiting = waiting_application(change.case)
    if waiting is None or waiting.kind != kind:
        raise Refused(_("没有等待审批的申请，它可能已经审批或终止，请刷新后再看。"), code="no_open_application")
    stop_clock(change.case, ClockKind.DECIDE, at=change.now, now=change.now)
    _write(waiting, is_approved=is_approved, opinion=opinion, actor=change.actor, now=change.now)
    _tell(waiting, waiting.organization_id, title=_verdict(is_approved), body=opinion, now=change.now)
    return waiting


def _write(waiting: CaseApplication, *, is_approved: bool, opinion: str, actor: Actor, now: datetime) -> None:
    waiting.state = CaseApplication.State.APPROVED if is_approved else CaseApplication.State.REFUSED
    waiting.opinion, waiting.decided_at, waiting.decided_by_label = opinion, now, actor.label[:80]
    waiting.save(update_fields=["state", "opinion", "decided_at", "decided_by_label"])


def _verdict(is_approved: bool) -> str:
    return _("同意%(kind)s %(no)s") if is_approved else _("不同意%(kind)s %(no)s")


def _tell(application: CaseApplication, organization_id: int, *, title: str, body: str, now: datetime) -> None:
    case_no = application.case.case_no
    notify(
        organization_id=organization_id,
        kind="case.application",
        title=title % {"kind": application.get_kind_display(), "no": case_no},
        body=body,
        subject_kind="case",
        subject_id=case_no,
        level="info",
        now=now,
    )
