"""Who may see a file that proves something: the centre, and the unit whose objection it belongs to."""

import uuid

from django.db.models import Q

from assessment.models import Adjustment, ManualInput, Objection
from kernel.actors import Actor
from organizations.permissions import may
from organizations.visibility import scope_of


def sees_evidence(attachment_id: uuid.UUID, actor: Actor) -> bool:
    if not may(actor, "assessment.read"):
        return False
    scope = scope_of(actor)
    own = Q() if scope.all else Q(subject__ref__in=scope.organization_ids) & ~Q(subject__kind="post")
    return (
        Objection.objects.filter(own, evidence=attachment_id).exists()
        or Adjustment.objects.filter(own, evidence=attachment_id).exists()
        or ManualInput.objects.filter(own, evidence=attachment_id).exists()
    )
