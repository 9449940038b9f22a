"""An app takes attachments for a thing of its own: from then on they are kept, and seen by its rule."""

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from foundation.attachments import storage
from foundation.models import Attachment
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid


def take(ids: Sequence[uuid.UUID], *, actor: Actor, field: str) -> list[Attachment]:
    """The actor's own unused attachments, locked and now used, in the order asked; inside the transaction that links
    them. Raises Invalid on `field` with `unknown` (others' are told like none), `already_used`, `file_lost`."""
    asked = list(dict.fromkeys(ids))
    own = Attachment.objects.select_for_update().filter(pk__in=asked, uploader_key=actor.key).order_by("pk")
    found = {one.pk: one for one in own}
    for one in asked:
        _require_usable(found.get(one), one, field)
    Attachment.objects.filter(pk__in=asked).update(unused_until=None)
    return [found[one] for one in asked]


def _require_usable(found: Attachment | None, asked: uuid.UUID, field: str) -> None:
    if found is None:
        raise _wrong(field, "unknown", _("没有附件 %(id)s，或不是您上传的，请重新上传。") % {"id": asked})
    if found.is_used:
        raise _wrong(field, "already_used", _("附件 %(id)s 已经用过，请重新上传。") % {"id": asked})
    if not storage.is_there(asked):
        raise _wrong(field, "file_lost", _("附件 %(id)s 的文件已丢失，请重新上传。") % {"id": asked})


def _wrong(field: str, code: str, message: str) -> Invalid:
    return Invalid(message, errors=[FieldError(field, code, message)])
