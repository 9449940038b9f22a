"""When and where a picture was taken, as the camera noted it (EXIF); what makes no sense was not noted."""

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from PIL import ExifTags, Image

from kernel.times import SHANGHAI

_TRIPS = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, struct.error)
_FIRST_YEAR = 1990  # cameras without a set clock begin at zero


@dataclass(frozen=True, slots=True)
class Origin:
    """WGS 84, as receivers give it; both or neither of `lon` and `lat`."""

    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


def origin_of(image: Image.Image) -> Origin:
    """Reads the notes of an opened picture; a broken note is none and never an error."""
    try:
        exif = image.getexif()
        camera, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except _TRIPS:
        return Origin()
    lon, lat = _place(gps)
    return Origin(_time(camera), lon, lat)


def _time(camera: Mapping[int, Any]) -> datetime | None:
    """A time without an offset is what the clocks here showed."""
    try:
        words = _text(camera[ExifTags.Base.DateTimeOriginal])
        at = datetime.strptime(words, "%Y:%m:%d %H:%M:%S").replace(
            tzinfo=_zone(camera.get(ExifTags.Base.OffsetTimeOriginal))
        )
    except _TRIPS:
        return None
    return at if at.year >= _FIRST_YEAR and at.year < 9999 else None


def _zone(offset: Any) -> Any:
    """'+08:00' as a zone; Asia/Shanghai for none or a broken one."""
    try:
        sign, hours, minutes = _text(offset)[0], _text(offset)[1:3], _text(offset)[4:6]
        span = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone({"+": span, "-": -span}[sign])
    except _TRIPS:
        return SHANGHAI


def _place(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef], "N", "S", most=90)
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef], "E", "W", most=180)
    except _TRIPS:
        return None, None
    # A receiver that has not found itself yet writes zeros.
    return (None, None) if lon == lat == 0 else (lon, lat)


def _degrees(parts: Any, ref: Any, plus: str, minus: str, *, most: int) -> float:
    """Degrees from one to three numbers (degrees, minutes, seconds); ValueError for what is no place."""
    numbers = [float(part) for part in (parts if isinstance(parts, tuple | list) else (parts,))]
    degrees = sum(number / 60**n for n, number in enumerate(numbers[:3]))
    if not all(math.isfinite(n) and n >= 0 for n in numbers) or degrees > most:
        raise ValueError(f"no angle: {numbers}")
    return round(degrees * {plus: 1, minus: -1}[_text(ref).upper()[:1]], 7)


def _text(value: Any) -> str:
    text = value.decode("ascii") if isinstance(value, bytes) else str(value)
    return text.strip(" \0")
