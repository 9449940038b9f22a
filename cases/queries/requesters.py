"""The requester as others may see it: masked, and hidden from the handling unit when the order is secret."""

from typing import Any

from cases.models import Case, Requester
from kernel.actors import Actor
from kernel.texts import mask_name, mask_phone
from organizations.visibility import scope_of


def masked_requester(case: Case, *, actor: Actor) -> dict[str, Any]:
    """Name and telephone masked; of a secret order nothing but that it is secret, unless the centre asks."""
    requester = Requester.objects.filter(case=case).first()
    if requester is None:
        return {"name": "", "phone": "", "is_secret": False}
    if requester.is_secret and not scope_of(actor).all:
        return {"name": "", "phone": "", "is_secret": True}
    return {
        "name": mask_name(requester.name or ""),
        "phone": mask_phone(requester.phone or ""),
        "is_secret": requester.is_secret,
    }
