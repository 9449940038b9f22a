"""Files of configuration that wait for their owner to look at the preview."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor
from kernel.errors import NotFound
from organizations.models import ConfigUpload
from organizations.sheets.apply import apply_file
from organizations.sheets.preview import preview
from organizations.sheets.reading import require_size
from organizations.sheets.registry import sheet_of
from organizations.sheets.remarks import Plan

_KEPT = timedelta(days=1)


def keep(kind: str, content: bytes, *, name: str, actor: Actor, now: datetime) -> ConfigUpload:
    """Keeps a file for a day; a new one takes the place of the actor's last of this kind.

    Raises NotAllowed, or Invalid when it is too large or no table at all.
    """
    require_size(len(content))
    preview(sheet_of(kind), content, name=name, actor=actor)
    with transaction.atomic():
        ConfigUpload.objects.filter(uploaded_at__lt=now - _KEPT).delete()
        ConfigUpload.objects.filter(owner_id=int(actor.id), kind=kind).delete()
        upload = ConfigUpload(kind=kind, owner_id=int(actor.id), file_name=name[-200:], uploaded_at=now)
        upload.content = content
        upload.save()
    return upload


def kept(kind: str, upload_id: UUID, *, actor: Actor) -> ConfigUpload:
    """The actor's own file; NotFound for anybody else's."""
    upload = ConfigUpload.objects.filter(pk=upload_id, kind=kind, owner_id=int(actor.id)).first()
    if upload is None:
        raise NotFound(_("这份文件已过期或已被新的文件取代，请重新上传。"))
    return upload


def plan_of(upload: ConfigUpload, *, actor: Actor) -> Plan:
    return preview(sheet_of(upload.kind), upload.content, name=upload.file_name, actor=actor)


def apply_kept(upload: ConfigUpload, *, previewed: str, actor: Actor, now: datetime, address: str) -> ConfigUpload:
    """Applies the file as it was previewed; asked a second time, it says what was done the first time."""
    with transaction.atomic():
        locked = ConfigUpload.objects.select_for_update().get(pk=upload.pk)
        if locked.result is None:
            done = apply_file(
                sheet_of(locked.kind),
                locked.content,
                name=locked.file_name,
                actor=actor,
                now=now,
                previewed=previewed,
                address=address,
            )
            locked.result, locked.sealed = done.counts(), ""
            locked.save(update_fields=["result", "sealed"])
    return locked
