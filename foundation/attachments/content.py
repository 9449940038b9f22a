"""What a file is, by its own bytes; the name and the declared type are the sender's word and count for nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from foundation.attachments.documents import is_pdf, is_zip, read_office, read_pdf
from foundation.attachments.errors import FileRefused
from foundation.attachments.pictures import JPEG, PNG, WEBP, read_picture


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept of a file; `small` is the preview of a picture, empty for a document."""

    kind: str
    media_type: str
    body: bytes
    small: bytes = b""
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


def read(raw: bytes) -> Content:
    """The content of an upload. Raises FileRefused `empty`, `unknown_content`, `damaged`, `too_many_pixels`."""
    if not raw:
        raise FileRefused(_("文件是空的，请重新选择。"), code="empty")
    for recognises, reader in _READERS:
        if recognises(raw):
            return reader(raw)
    raise FileRefused(_("只接受 JPEG、PNG、WebP 图片和 PDF、docx、xlsx 文档，请转换后再上传。"), code="unknown_content")


def _picture(raw: bytes) -> Content:
    picture = read_picture(raw)
    return Content(
        kind="image",
        media_type=picture.media_type,
        body=picture.body,
        small=picture.small,
        width=picture.width,
        height=picture.height,
        taken_at=picture.origin.taken_at,
        lon=picture.origin.lon,
        lat=picture.origin.lat,
    )


def _pdf(raw: bytes) -> Content:
    return Content(kind="document", media_type=read_pdf(raw), body=raw)


def _office(raw: bytes) -> Content:
    return Content(kind="document", media_type=read_office(raw), body=raw)


def _is_picture(raw: bytes) -> bool:
    is_webp = raw[:4] == WEBP and raw[8:12] == b"WEBP"
    return raw.startswith((JPEG, PNG)) or is_webp


_READERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Content]], ...] = (
    (_is_picture, _picture),
    (is_pdf, _pdf),
    (is_zip, _office),
)
