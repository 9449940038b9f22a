"""A case as the API shows it: a small shape for rows of a list, the whole for one; never anything that the actor may
not see."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from cases.actions.allowed import allowed_actions
from cases.api.attaching import attachment
from cases.api.instants import instant
from cases.models import (
    CallBack,
    Case,
    CaseApplication,
    CaseClock,
    CaseEvent,
    CaseLink,
    CaseParty,
    CaseTask,
)
from cases.queries.companions import Companions
from cases.queries.duplicates import Suspect
from cases.queries.lamps import lamp_of
from cases.queries.requesters import masked
from cases.states import State
from kernel.actors import Actor
from organizations.models import Organization


def small(case: Case, *, now: datetime) -> dict[str, Any]:
    """A row of a list: no content, clocks, assisting, whistles or allowed actions."""
    return {
        "case_no": case.case_no,
        "order_no": case.order_no,
        "source": case.source,
        "flow": case.flow,
        "state": case.state,
        "state_name": _state_name(case.state, get_language()),
        "lamp": lamp_of(case, now=now),
        "category": _category(case),
        "needs_classification": case.needs_classification,
        "title": case.title,
        "urgency": case.urgency,
        "location": _location(case),
        "lead": _organization(case),
        "received_at": instant(case.received_at),
        "due_at": instant(case.due_at),
        "supervised": case.is_supervised,
        "hard": case.is_hard,
        "merged_into": getattr(case, "main_no", None),
        "followers": getattr(case, "followers_count", 0),
        "version": case.version,
    }


def whole(case: Case, around: Companions, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """The whole case with what is around it."""
    decision, parties = around.decision, around.parties
    return {
        **small(case, now=now),
        "request_kind": case.request_kind,
        "content": case.content,
        "round": case.round,
        "rework_count": case.rework_count,
        "returned_count": case.returned_count,
        "urged_count": case.urged_count,
        "held": case.is_held,
        "hold_reason": case.hold_reason,
        "requester": masked(around.requester, actor=actor),
        "assisting": [_party(p) for p in parties if p.part == CaseParty.Part.ASSISTING],
        "supervising": [_party(p) for p in parties if p.part == CaseParty.Part.SUPERVISING],
        "tasks": [_task(t) for t in around.tasks],
        "whistles": [_whistle(link) for link in around.links if link.kind == "whistle"],
        "callbacks": [call(c) for c in around.calls],
        "call_after": instant(case.call_after),
        "clocks": [clock(c) for c in around.clocks],
        "decision": None
        if decision is None
        else {
            "mode": decision.mode,
            "rule": decision.rule_id,
            "runner_up": decision.runner_up_id,
            "reason": decision.reason,
            "at": instant(decision.at),
        },
        "application": application(around.application),
        "shelved_until": instant(case.shelved_until),
        "reply_due_at": instant(case.reply_due_at),
        "dispatched_at": instant(case.dispatched_at),
        "signed_at": instant(case.signed_at),
        "contacted_at": instant(case.contacted_at),
        "replied_at": instant(case.replied_at),
        "closed_at": instant(case.closed_at),
        "closing": case.closing,
        "attachments": [attachment(photo) for photo in around.photos],
        "allowed_actions": allowed_actions(case, actor=actor, around=around),
    }


@lru_cache
def _state_name(state: str, language: str | None) -> str:
    """Each row of a list says it."""
    return str(State(state).label)


def suspect(found: Suspect) -> dict[str, Any]:
    """A case that may be the same matter."""
    other = found.case
    return {
        "case_no": other.case_no,
        "title": other.title,
        "state": other.state,
        "lead": _organization(other),
        "received_at": instant(other.received_at),
        "score": found.score,
        "reason": found.reason,
    }


def clock(row: CaseClock) -> dict[str, Any]:
    """One clock: when it began, when it is due, how it stands; instants, never a stored remaining time."""
    return {
        "kind": row.kind,
        "holder": row.holder_id,
        "state": row.state,
        "started_at": instant(row.started_at),
        "due_at": instant(row.due_at),
        "stopped_at": instant(row.stopped_at),
        "limit_source": row.limit_source,
        "provisional": row.is_provisional,
        "rung": row.rung,
    }


def application(row: CaseApplication | None) -> dict[str, Any] | None:
    """The latest application, waiting or decided; those before it stand in the course."""
    if row is None:
        return None
    return {
        "kind": row.kind,
        "state": row.state,
        "organization": _named(row.organization),
        "asked_at": instant(row.asked_at),
        "reason": row.reason,
        "basis": row.basis,
        "proposed": _named(row.proposed) if row.proposed else None,
        "plan": row.plan,
        "until": instant(row.until),
        "requester_told": row.is_requester_told,
        "decided_at": instant(row.decided_at),
        "opinion": row.opinion,
    }


def call(row: CallBack) -> dict[str, Any]:
    """One call to the requester, as the three rates count it."""
    return {
        "round": row.round,
        "at": instant(row.at),
        "way": row.way,
        "reached": row.is_reached,
        "contacted": row.was_contacted,
        "solved": row.solved,
        "satisfied": row.satisfied,
    }


def event(row: CaseEvent) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "at": instant(row.at),
        "by": row.actor_label,
        "text": row.text,
        "data": row.data,
        "version": row.version,
    }


def _category(case: Case) -> dict[str, Any] | None:
    if case.category is None:
        return None
    return {"code": case.category.code, "name": case.category.name, "kind": case.category.kind}


def _organization(case: Case) -> dict[str, Any] | None:
    return None if case.lead is None else _named(case.lead)


def _named(organization: Organization) -> dict[str, Any]:
    return {"code": organization.code, "name": organization.short_name}


def _party(party: CaseParty) -> dict[str, Any]:
    return _named(party.organization)


def _task(task: CaseTask) -> dict[str, Any]:
    return {
        "id": task.pk,
        "kind": task.kind,
        "state": task.state,
        "round": task.round,
        "organization": {"code": task.organization.code, "name": task.organization.short_name},
        "person": task.person_label,
        "words": task.words,
        "due_at": instant(task.clock.due_at) if task.clock else None,
        "issued_at": instant(task.issued_at),
        "outcome": task.outcome,
        "result": task.result,
        "ended_at": instant(task.ended_at),
    }


def _whistle(link: CaseLink) -> dict[str, Any]:
    return {"no": link.ref, "title": link.title, "state": link.state, "holds_reply": link.holds_reply}


def _location(case: Case) -> dict[str, Any]:
    return {
        "address": case.address,
        "lon": case.lon,
        "lat": case.lat,
        "precision": case.precision,
        "grid_code": case.unit_grid.code if case.unit_grid else None,
        "street": case.street.name if case.street else None,
        "community": case.community.name if case.community else None,
        "is_outside": case.is_outside,
        "note": case.location_note,
    }
