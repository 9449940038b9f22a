"""Photos of spots that do not exist: drawn, small, each a little different, with the notes of a camera."""

import io
from datetime import datetime

from PIL import ExifTags, Image, ImageDraw

from command_center.demo.chance import Dice
from kernel.times import to_local

_SIZE = (640, 480)
_GROUND, _WALL = 300, 120


def spot(chance: Dice, *, taken_at: datetime, lon: float | None = None, lat: float | None = None) -> bytes:
    """A JPEG of a street corner as a phone sends it."""
    image = Image.new("RGB", _SIZE, _shade(chance, 150, 220))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, _GROUND, *_SIZE), fill=_shade(chance, 90, 130))
    for left in range(0, _SIZE[0], 160):
        top = chance.randint(_WALL, _GROUND - 60)
        draw.rectangle((left, top, left + chance.randint(90, 150), _GROUND), fill=_shade(chance, 120, 200))
    draw.ellipse((300, 360, 300 + chance.randint(40, 120), 400), fill=_shade(chance, 60, 160))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80, exif=_notes(taken_at, lon, lat))
    return target.getvalue()


def _shade(chance: Dice, darkest: int, lightest: int) -> tuple[int, int, int]:
    return (chance.randint(darkest, lightest), chance.randint(darkest, lightest), chance.randint(darkest, lightest))


def _notes(taken_at: datetime, lon: float | None, lat: float | None) -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{to_local(taken_at):%Y:%m:%d %H:%M:%S}"
    if lon is not None and lat is not None:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: _parts(lat), 3: "E", 4: _parts(lon)})
    return exif


def _parts(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return (float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4))
