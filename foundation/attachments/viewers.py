"""Who may see an attachment: the uploader until it is used, then whoever the app that used it lets see."""

import uuid
from collections.abc import Callable

from django.utils.translation import gettext as _

from foundation.models import Attachment
from kernel.actors import Actor
from kernel.errors import NotFound

Sees = Callable[[uuid.UUID, Actor], bool]
_viewers: dict[str, Sees] = {}


def register_viewers(room: str, sees: Sees) -> None:
    """Said once by each app that links attachments, when it is ready."""
    if _viewers.get(room, sees) is not sees:
        raise ValueError(f"two rules of sight for {room}")
    _viewers[room] = sees


def seen_attachment(attachment_id: uuid.UUID, *, actor: Actor) -> Attachment:
    """Raises NotFound for what is not there as for what is not the actor's to see."""
    found = Attachment.objects.filter(pk=attachment_id).first()
    if found is None or not _may_see(found, actor):
        raise NotFound(_("没有这个附件，或不在贵单位可见范围内。"))
    return found


def _may_see(attachment: Attachment, actor: Actor) -> bool:
    if not attachment.is_used:
        return attachment.uploader_key == actor.key
    return any(sees(attachment.pk, actor) for sees in _viewers.values())
