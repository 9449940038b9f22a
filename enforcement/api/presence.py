"""Who came, what was done on the spot, who left, and the photos of it, as the API shows them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from cases.api.attaching import file_facts
from cases.api.instants import instant
from deadlines.states import ClockState
from enforcement.models import CheckIn, Departure, SiteRecord, SummonsClock, SummonsClockKind, WhistleAttachment


def clock(row: SummonsClock, *, now: datetime) -> dict[str, Any]:
    """When it began, when it is due, how it stands."""
    return {
        "kind": SummonsClockKind(row.kind).word,
        "state": row.state,
        "started_at": instant(row.started_at),
        "due_at": instant(row.due_at),
        "stopped_at": instant(row.stopped_at),
        "overdue": row.state == ClockState.RUNNING and now > row.due_at,
        "limit_source": row.limit_source,
        "provisional": row.is_provisional,
        "rung": row.rung,
    }


def check_in(row: CheckIn, *, clocks: Iterable[SummonsClock], photos: Sequence[WhistleAttachment]) -> dict[str, Any]:
    photo = next((one for one in photos if one.check_in_id == row.pk), None)
    return {
        "person": row.person_name,
        "post": row.person_post,
        "team_size": row.team_size,
        "way": row.way,
        "claimed_at": instant(row.claimed_at),
        "received_at": instant(row.received_at),
        "accepted_at": instant(row.accepted_at),
        "late_seconds": _late_seconds(row, clocks),
        "confirmed_by": row.confirmed_by_label,
        "lon": row.lon,
        "lat": row.lat,
        "distance_m": row.distance_metres,
        "position_note": row.position_note,
        "photo": None if photo is None else attachment(photo),
    }


def _late_seconds(row: CheckIn, clocks: Iterable[SummonsClock]) -> int | None:
    """By the accepted time and the last clock of arrival."""
    due = next((one.due_at for one in reversed(list(clocks)) if one.kind == SummonsClockKind.ARRIVE), None)
    if due is None or row.accepted_at is None:
        return None
    return max(int((row.accepted_at - due).total_seconds()), 0)


def record(row: SiteRecord, *, photos: Sequence[WhistleAttachment]) -> dict[str, Any]:
    return {
        "measure": row.measure,
        "text": row.text,
        "at": instant(row.at),
        "by": row.by_label,
        "attachments": [attachment(one) for one in photos if one.record_id == row.pk],
    }


def departure(row: Departure) -> dict[str, Any]:
    return {
        "state": row.state,
        "at": instant(row.at),
        "reason": row.reason,
        "decided_at": instant(row.decided_at),
        "decided_by": row.decided_by_label,
        "answer": row.answer,
    }


def attachment(row: WhistleAttachment) -> dict[str, Any]:
    hung = {"role": row.role, "at": instant(row.at), "by": row.by_label, "version": row.version}
    return {**file_facts(row.attachment), **hung}
