"""A few answered cases of the history have photos of their spots; the files lie where those of uploads lie."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

from cases.models import Case, CaseAttachment, CaseEvent
from cases.states import Flow
from command_center.demo.chance import dice
from command_center.demo.pictures import spot
from foundation.actions.add_attachment import add_attachment
from foundation.attachments.linking import take
from foundation.models import Attachment
from kernel.actors import Actor, ActorKind

_CASES = 12
_DEGREES_NEAR = 0.0004  # some thirty metres


def hang_photos(*, most: int = _CASES) -> int:
    """The newest answers, those of grid cases first, each with a photo of before and one of after; says how many."""
    answers = CaseEvent.objects.filter(kind="replied", case__lon__isnull=False).select_related("case").order_by("-pk")
    newest = [event for flow in (Flow.GRID, Flow.HOTLINE) for event in answers.filter(case__flow=flow)[:most]]
    chosen = list({event.case_id: event for event in reversed(newest)}.values())[-most:]
    links = [link for event in chosen for link in _links(event)]
    CaseAttachment.objects.bulk_create(links)
    return len(links)


def _links(event: CaseEvent) -> Sequence[CaseAttachment]:
    kind, _, key = event.actor_key.partition(":")
    actor = Actor(ActorKind(kind), key, event.actor_label)
    return [
        CaseAttachment(
            case=event.case,
            attachment=_photo(event, role, actor=actor),
            role=role,
            version=event.version,
            at=event.at,
            by_label=event.actor_label,
        )
        for role in (CaseAttachment.Role.BEFORE, CaseAttachment.Role.AFTER)
    ]


def _photo(event: CaseEvent, role: CaseAttachment.Role, *, actor: Actor) -> Attachment:
    case: Case = event.case
    chance = dice("photo", case.order_no, role)
    taken_at = event.at - timedelta(minutes=90 if role == CaseAttachment.Role.BEFORE else 10)
    raw = spot(chance, taken_at=taken_at, lon=_near(case.lon, chance.random()), lat=_near(case.lat, chance.random()))
    name = f"{role.label}.jpg"
    (taken,) = take([add_attachment(BytesIO(raw), name=name, actor=actor, now=event.at).pk], actor=actor, field="photo")
    return taken


def _near(degrees: float | None, luck: float) -> float | None:
    return None if degrees is None else degrees + (luck - 0.5) * _DEGREES_NEAR * 2
