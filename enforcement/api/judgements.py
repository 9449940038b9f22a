"""Objections, ratings and feedback, as the API shows them."""

from collections.abc import Iterable
from typing import Any

from cases.api.instants import instant
from enforcement.models import Feedback, Objection, Rating, RatingMark
from organizations.models import Organization


def named(organization: Organization) -> dict[str, Any]:
    return {"code": organization.code, "name": organization.short_name}


def objection(row: Objection | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "state": row.state,
        "reason": row.reason,
        "basis": row.basis,
        "proposed": named(row.proposed) if row.proposed else None,
        "made_at": instant(row.made_at),
        "made_by": row.made_by_label,
        "decided_at": instant(row.decided_at),
        "decided_by": row.decided_by_label,
        "decision": row.decision,
        "appealed_at": instant(row.appealed_at),
        "appeal_reason": row.appeal_reason,
        "settled_at": instant(row.settled_at),
        "settled_by": row.settled_by_label,
        "settlement": row.settlement,
    }


def rating(row: Rating | None, marks: Iterable[RatingMark]) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "total": row.total,
        "out_of": row.out_of,
        "vetoed": row.is_vetoed,
        "veto_reason": row.veto_reason,
        "remark": row.remark,
        "rated_at": instant(row.rated_at),
        "rated_by": row.rated_by_label,
        "marks": [_mark(mark) for mark in marks],
    }


def _mark(mark: RatingMark) -> dict[str, Any]:
    return {
        "item": mark.item.code,
        "name": mark.item.name,
        "points": mark.points,
        "out_of": mark.item.points,
        "by_facts": mark.is_by_facts,
    }


def feedback(row: Feedback) -> dict[str, Any]:
    return {
        "department": named(row.department),
        "necessity": row.necessity,
        "information": row.information,
        "coordination": row.coordination,
        "remark": row.remark,
        "at": instant(row.at),
        "by": row.by_label,
    }
