"""The photos and documents of a case, and who may see one."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from cases.models import Case, CaseAttachment
from cases.queries.visibility import visible_to
from cases.rules.distance import metres_between
from kernel.actors import Actor
from organizations.permissions import may

# So far from the case a photo is told to be far; what a phone in a street is mistaken by is far less.
FAR_METRES = 500


@dataclass(frozen=True, slots=True)
class Photo:
    """`metres` from the place of the case, None where either place is unknown."""

    link: CaseAttachment
    metres: int | None

    @property
    def is_far(self) -> bool:
        return self.metres is not None and self.metres > FAR_METRES


def photos_of(case: Case) -> list[Photo]:
    """In the order they came, in one statement."""
    return [photo_of(case, link) for link in _links(case)]


def photo_of(case: Case, link: CaseAttachment) -> Photo:
    """One that hangs on the case."""
    return Photo(link, _metres(case, link))


def sees_attachment(attachment_id: uuid.UUID, actor: Actor) -> bool:
    """Whoever may read cases and sees this one sees what hangs on it."""
    return may(actor, "cases.read") and visible_to(actor).filter(attachments__attachment=attachment_id).exists()


def _links(case: Case) -> Iterable[CaseAttachment]:
    return CaseAttachment.objects.filter(case=case).select_related("attachment").order_by("id")


def _metres(case: Case, link: CaseAttachment) -> int | None:
    photo = link.attachment
    if case.lon is None or case.lat is None or photo.lon is None or photo.lat is None:
        return None
    return round(metres_between(case.lon, case.lat, photo.lon, photo.lat))
