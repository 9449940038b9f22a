"""Pictures and documents as phones, offices and attackers send them."""

import io
import zipfile

from PIL import ExifTags, Image

RED = (200, 30, 30)


def picture(kind="JPEG", *, size=(640, 480), mode="RGB", color=RED, **save) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, color).save(target, kind, **save)
    return target.getvalue()


def photo(*, lon=None, lat=None, taken="", offset="", orientation=1, size=(640, 480), gps=None, kind="JPEG") -> bytes:
    """With the notes of a camera: degrees as EXIF splits them, a device, an orientation."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SECRETPHONE"
    exif[ExifTags.Base.Orientation] = orientation
    camera, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    if taken:
        camera[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        camera[ExifTags.Base.OffsetTimeOriginal] = offset
    if lon is not None:
        place |= {1: "N" if lat >= 0 else "S", 2: parts(lat), 3: "E" if lon >= 0 else "W", 4: parts(lon)}
    exif._ifds[ExifTags.IFD.GPSInfo] = place | (gps or {})
    return picture(kind, size=size, exif=exif)


def parts(degrees):
    degrees = abs(degrees)
    minutes = degrees % 1 * 60
    return (float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4))


def office(part="word/document.xml", *more: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "<x/>")
    return target.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def pdf(*objects: bytes) -> bytes:
    """With these objects, numbered from 1."""
    numbered = b"".join(b"%d 0 obj%sendobj\n" % (n, body) for n, body in enumerate(objects, 1))
    return b"%PDF-1.4\n" + numbered + b"trailer<<>>\n%%EOF\n"
