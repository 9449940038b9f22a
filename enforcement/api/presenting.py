"""A whistle and a summons as the API shows them: a small shape for rows of a list, the whole for one; never anything
that the actor may not see."""

from datetime import datetime
from typing import Any

from cases.api.instants import instant
from enforcement.actions.allowed import allowed_on_summons, allowed_on_whistle
from enforcement.actions.site_code import site_code
from enforcement.api import judgements, presence
from enforcement.api.judgements import named
from enforcement.api.tags import tag_of
from enforcement.api.words import wire_name
from enforcement.models import Summons, SummonsEvent, Whistle, WhistleAttachment, WhistleEvent
from enforcement.queries.around import Around, around, feedbacks_of
from enforcement.queries.reading import summonses_of, visible_summons, visible_whistle
from kernel.actors import Actor

# Photos of check-ins and records stand with these.
_ON_THEIR_OWN = frozenset({WhistleAttachment.Role.OBJECTION, WhistleAttachment.Role.REPORT})


def small_whistle(whistle: Whistle) -> dict[str, Any]:
    """A row of a list, of a whistle read by `for_reading`."""
    read: Any = whistle
    return {
        "number": whistle.number,
        "kind": whistle.kind,
        "kind_name": whistle.get_kind_display(),
        "state": whistle.state,
        "state_name": whistle.get_state_display(),
        "matter": whistle.matter,
        "office": named(whistle.office),
        "category": _category(whistle),
        "case_no": read.case_no,
        "location": _location(whistle),
        "supervised": whistle.is_supervised,
        "from_public_request": whistle.is_from_public_request,
        "repeat_of": read.repeat_no,
        "repeat_count": whistle.repeat_count,
        "blown_at": instant(whistle.blown_at),
        "ended_at": instant(whistle.ended_at),
        "counts": {"called": read.called_count, "open": read.open_count, "overdue": read.overdue_count},
        "version": whistle.version,
    }


def small_summons(summons: Summons, *, now: datetime) -> dict[str, Any]:
    """A row of a list, of a summons read by `summonses_for_reading`."""
    whistle, due_at = summons.whistle, getattr(summons, "next_due_at", None)
    return {
        "number": summons.number,
        "whistle": whistle.number,
        "kind": whistle.kind,
        "matter": whistle.matter,
        "office": named(whistle.office),
        "department": named(summons.department),
        "duty": summons.duty,
        "state": summons.state,
        "state_name": summons.get_state_display(),
        "supervised": summons.is_supervised,
        "left_early": summons.left_early,
        "category": _category(whistle),
        "location": _location(whistle),
        "notified_at": instant(summons.notified_at),
        "arrive_by": instant(whistle.arrive_by),
        "due_at": instant(due_at),
        "overdue": due_at is not None and now > due_at,
        "version": summons.version,
    }


def whole_whistle(number: str, *, actor: Actor, now: datetime) -> tuple[dict[str, Any], str]:
    """The whistle with every summons that the actor sees, and its tag. Raises NotFound."""
    whistle = visible_whistle(number, actor=actor, now=now)
    summonses = summonses_of(whistle, actor=actor)
    hanging = around(summonses, whistle)
    feedbacks = feedbacks_of(whistle, actor=actor)
    is_office = actor.organization_id == whistle.office_id
    called = {one.department_id for one in summonses} - {one.department_id for one in feedbacks}
    body = {
        **small_whistle(whistle),
        "leader": {"name": whistle.leader_name, "post": whistle.leader_post},
        "details": whistle.details,
        "arrive_by": instant(whistle.arrive_by),
        "finish_by": instant(whistle.finish_by),
        "first_signed_at": instant(whistle.first_signed_at),
        "on_site_at": instant(whistle.on_site_at),
        "suspended_at": instant(whistle.suspended_at),
        "finished_at": instant(whistle.finished_at),
        "outcome": whistle.outcome,
        "site_code": site_code(whistle) if is_office else None,
        "attachments": [presence.attachment(one) for one in hanging.photos.get(None, ())],
        "summonses": [_whole(one, hanging, actor=actor, now=now) for one in summonses],
        "feedbacks": [judgements.feedback(one) for one in feedbacks],
        "allowed_actions": [wire_name(name) for name in allowed_on_whistle(whistle, actor=actor, called=called)],
    }
    return body, tag_of(whistle, summonses)


def whole_summons(number: str, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Raises NotFound."""
    summons = visible_summons(number, actor=actor)
    return _whole(summons, around([summons]), actor=actor, now=now)


def line(event: WhistleEvent | SummonsEvent) -> dict[str, Any]:
    """One line of a course; of a summons with its number."""
    return {
        "summons": event.summons.number if isinstance(event, SummonsEvent) else None,
        "kind": event.kind,
        "at": instant(event.at),
        "by": event.actor_label,
        "text": event.text,
        "version": event.version,
    }


def _whole(summons: Summons, hanging: Around, *, actor: Actor, now: datetime) -> dict[str, Any]:
    key = summons.pk
    clocks, photos = hanging.clocks.get(key, ()), hanging.photos.get(key, ())
    return {
        **small_summons(summons, now=now),
        **_course(summons),
        "clocks": [presence.clock(row, now=now) for row in clocks],
        "check_ins": [presence.check_in(row, clocks=clocks, photos=photos) for row in hanging.check_ins.get(key, ())],
        "records": [presence.record(row, photos=photos) for row in hanging.records.get(key, ())],
        "departures": [presence.departure(row) for row in hanging.departures.get(key, ())],
        "objection": judgements.objection(getattr(summons, "objection", None)),
        "rating": judgements.rating(getattr(summons, "rating", None), hanging.marks.get(key, ())),
        "attachments": [presence.attachment(one) for one in photos if one.role in _ON_THEIR_OWN],
        "allowed_actions": [wire_name(name) for name in allowed_on_summons(summons, actor=actor)],
    }


def _course(summons: Summons) -> dict[str, Any]:
    """Who comes, and what was done when."""
    officer = {"name": summons.officer_name, "post": summons.officer_post, "phone": summons.officer_phone}
    return {
        "officer": officer if summons.officer_name else None,
        "eta": instant(summons.eta),
        "signed_at": instant(summons.signed_at),
        "contacted_at": instant(summons.contacted_at),
        "checked_in_at": instant(summons.checked_in_at),
        "refused_at": instant(summons.refused_at),
        "refusal_reason": summons.refusal_reason,
        "reported_at": instant(summons.reported_at),
        "result": summons.result,
        "report": summons.report,
        "excused_at": instant(summons.excused_at),
        "stood_down_at": instant(summons.stood_down_at),
        "stand_down_reason": summons.stand_down_reason,
    }


def _category(whistle: Whistle) -> dict[str, Any] | None:
    found = whistle.category
    return None if found is None else {"code": found.code, "name": found.name, "kind": found.kind}


def _location(whistle: Whistle) -> dict[str, Any]:
    return {
        "address": whistle.address,
        "lon": whistle.lon,
        "lat": whistle.lat,
        "precision": whistle.precision,
        "grid_code": whistle.unit_grid.code if whistle.unit_grid else None,
        "street": whistle.street.name if whistle.street else None,
        "community": whistle.community.name if whistle.community else None,
        "is_outside": whistle.is_outside,
        "note": whistle.location_note,
    }
