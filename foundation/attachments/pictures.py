"""Pictures are decoded whole and written anew: what comes out is a picture and nothing else.

Whatever hung on the file (place, device, comments, previews, another file behind its end) stays behind.
"""

import io
import struct
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from foundation.attachments.errors import FileRefused
from foundation.attachments.origin import Origin, origin_of

JPEG, PNG, WEBP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"
LONGEST_EDGE, SMALL_EDGE = 2560, 320
# A JPEG is decoded at a fraction of its size, the others at full size: so many pixels fit a worker's memory.
MOST_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
# Each scan of a progressive JPEG is a pass over the whole picture; cameras make about ten.
_MOST_SCANS = 64
_SCAN = b"\xff\xda"
_TRIPS = (OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError, ArithmeticError, struct.error)


@dataclass(frozen=True, slots=True)
class Picture:
    media_type: str
    body: bytes
    small: bytes
    width: int
    height: int
    origin: Origin


def read_picture(raw: bytes) -> Picture:
    """The picture upright, its longest edge at most LONGEST_EDGE, with a small one beside it, and where it was taken.
    Raises FileRefused `damaged`, `too_many_pixels`."""
    try:
        _open(raw).verify()
        source = _open(raw)
        origin = origin_of(source)
        return _written(_decoded(source), is_png=source.format == "PNG", origin=origin)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except _TRIPS as error:
        raise FileRefused(_("图片已损坏或不完整，请重新拍摄或导出后再上传。"), code="damaged") from error


def _open(raw: bytes) -> Image.Image:
    """The header alone; nothing is decoded before the size is known."""
    if raw.startswith(JPEG) and raw.count(_SCAN) > _MOST_SCANS:
        raise _too_many_pixels()
    image = Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP"))
    if image.width * image.height > MOST_PIXELS[image.format or ""]:
        raise _too_many_pixels()
    return image


def _decoded(source: Image.Image) -> Image.Image:
    source.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    source.load()
    image = ImageOps.exif_transpose(source)
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    image.info.clear()
    return image


def _written(image: Image.Image, *, is_png: bool, origin: Origin) -> Picture:
    """Lossless remains lossless; JPEG knows no transparency."""
    kind = "PNG" if is_png or image.mode == "RGBA" else "JPEG"
    small = image.copy()
    small.thumbnail((SMALL_EDGE, SMALL_EDGE))
    return Picture(
        media_type=f"image/{kind.lower()}",
        body=_bytes(image, kind),
        small=_bytes(small, kind),
        width=image.width,
        height=image.height,
        origin=origin,
    )


def _bytes(image: Image.Image, kind: str) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **({"quality": 85} if kind == "JPEG" else {}))
    return target.getvalue()


def _too_many_pixels() -> FileRefused:
    return FileRefused(
        _("图片的像素过多，请缩小到 5000 万像素以内（PNG、WebP 2400 万）再上传。"), code="too_many_pixels"
    )
