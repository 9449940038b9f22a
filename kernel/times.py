"""One zone, aware instants only."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def require_aware(instant: datetime) -> datetime:
    """The instant itself; a naive one is a programming error and raises ValueError."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError(f"naive datetime refused: {instant!r}")
    return instant


def to_local(instant: datetime) -> datetime:
    """The instant in Asia/Shanghai: convert before asking for a weekday or a date."""
    if instant.tzinfo is SHANGHAI:
        return instant
    return require_aware(instant).astimezone(SHANGHAI)


def local_date(instant: datetime) -> date:
    """The calendar day of the instant in Asia/Shanghai."""
    return to_local(instant).date()


def day_start(day: date) -> datetime:
    """00:00 of the day in Asia/Shanghai."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


def day_end(day: date) -> datetime:
    """24:00 of the day in Asia/Shanghai, which is 00:00 of the next."""
    return day_start(day + timedelta(days=1))


def due_text(due_at: datetime, *, now: datetime) -> str:
    """As people read it: "11-12 18:00"; what ends at midnight ends at 24:00 of its day; the year only when it is
    another than now."""
    local = to_local(due_at)
    is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    day = local.date() - timedelta(days=1) if is_midnight else local.date()
    clock = "24:00" if is_midnight else f"{local:%H:%M}"
    shape = "%m-%d" if day.year == to_local(now).year else "%Y-%m-%d"
    return f"{day.strftime(shape)} {clock}"
