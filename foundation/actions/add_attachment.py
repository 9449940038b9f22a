"""上传附件."""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.attachments import content, storage
from foundation.attachments.content import Content
from foundation.attachments.errors import FileRefused
from foundation.attachments.names import clean_name
from foundation.models import Attachment
from kernel.actors import Actor
from kernel.errors import Refused
from kernel.times import day_start, local_date

UNUSED = timedelta(hours=24)


def add_attachment(source: BinaryIO, *, name: str, actor: Actor, now: datetime) -> Attachment:
    """A file comes in for a later call. The same file from the same sender is the same attachment until it is used.

    Raises FileRefused (`too_large`, `empty`, `unknown_content`, `damaged`, `too_many_pixels`, `has_macros`,
    `has_programs`), Refused `too_many_today`.
    """
    raw = _bytes_of(source)
    sha256 = hashlib.sha256(raw).hexdigest()
    known = _known(sha256, actor=actor, now=now)
    if known is not None and storage.is_there(known.pk):
        return known
    _require_room(actor, now)
    found = content.read(raw)
    if known is not None:
        storage.store(known.pk, found.body, small=found.small)
        return known
    return _new(found, name=name, sha256=sha256, actor=actor, now=now)


def _new(found: Content, *, name: str, sha256: str, actor: Actor, now: datetime) -> Attachment:
    """The file before its row: what is interrupted between the two leaves a file that the sweep removes."""
    attachment = _row(found, name=name, sha256=sha256, actor=actor, now=now)
    storage.store(attachment.pk, found.body, small=found.small)
    while True:
        Attachment.objects.bulk_create([attachment], ignore_conflicts=True)
        winner = _known(sha256, actor=actor, now=now)
        if winner is not None:
            break
    if winner.pk != attachment.pk:
        storage.remove(attachment.pk)
    return winner


def _row(found: Content, *, name: str, sha256: str, actor: Actor, now: datetime) -> Attachment:
    return Attachment(
        id=uuid.uuid4(),
        uploader_key=actor.key,
        uploader_label=actor.label[:100],
        organization_id=actor.organization_id,
        sha256=sha256,
        kind=found.kind,
        media_type=found.media_type,
        name=clean_name(name, media_type=found.media_type),
        size=len(found.body),
        width=found.width,
        height=found.height,
        taken_at=found.taken_at,
        lon=found.lon,
        lat=found.lat,
        created_at=now,
        unused_until=now + UNUSED,
    )


def _known(sha256: str, *, actor: Actor, now: datetime) -> Attachment | None:
    """The unused one of this content, its time renewed so that no sweep takes it meanwhile."""
    same = Attachment.objects.filter(uploader_key=actor.key, sha256=sha256, unused_until__isnull=False)
    return same.first() if same.update(unused_until=now + UNUSED) else None


def _bytes_of(source: BinaryIO) -> bytes:
    raw = source.read(settings.ATTACHMENT_BYTES + 1)
    if len(raw) > settings.ATTACHMENT_BYTES:
        most = settings.ATTACHMENT_BYTES // 1024 // 1024
        raise FileRefused(_("文件超过 %(most)d MB，请缩小后再上传。") % {"most": most}, code="too_large")
    return raw


def _require_room(actor: Actor, now: datetime) -> None:
    today = Attachment.objects.filter(uploader_key=actor.key, created_at__gte=day_start(local_date(now)))
    if today.count() >= settings.ATTACHMENTS_A_DAY:
        raise Refused(
            _("今天已上传 %(most)d 个附件，明天再传，或请管理员调高上限。") % {"most": settings.ATTACHMENTS_A_DAY},
            code="too_many_today",
        )
