"""Who may see a photo or document of a whistle."""

import uuid

from django.db.models import Q

from enforcement.models import WhistleAttachment
from enforcement.queries.visibility import summonses_visible_to, whistles_visible_to
from kernel.actors import Actor
from organizations.permissions import may


def sees_attachment(attachment_id: uuid.UUID, actor: Actor) -> bool:
    """What the street sent along is seen with the whistle, what a department sent with its own summons."""
    if not may(actor, "enforcement.read"):
        return False
    of_whistle = Q(summons=None, whistle__in=whistles_visible_to(actor))
    of_summons = Q(summons__in=summonses_visible_to(actor))
    return WhistleAttachment.objects.filter(of_whistle | of_summons, attachment=attachment_id).exists()
