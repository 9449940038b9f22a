"""Quiet hours as plain values: what is recorded at night is told in the morning, unless it cannot wait."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kernel.times import SHANGHAI, local_date, to_local


@dataclass(frozen=True, slots=True)
class QuietSpell:
    """Quiet from one hour to another, over midnight when it ends no later than it begins; without hours never.

    Blank urgency or level mean any.
    """

    starts_at: time | None
    ends_at: time | None
    urgency: str = ""
    level: str = ""
    valid_from: date = date.min
    valid_to: date | None = None

    def ends_after(self, at: datetime) -> datetime | None:
        """When the quiet that holds at this instant is over; None when it is not quiet."""
        if self.starts_at is None or self.ends_at is None:
            return None
        hour, day = to_local(at).time(), local_date(at)
        if self.starts_at < self.ends_at:
            return _moment(day, self.ends_at) if self.starts_at <= hour < self.ends_at else None
        if hour >= self.starts_at:
            return _moment(day + timedelta(days=1), self.ends_at)
        return _moment(day, self.ends_at) if hour < self.ends_at else None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """All configured spells; the most specific in force decides alone: urgency before level before any."""

    spells: tuple[QuietSpell, ...] = ()

    def deliver_after(self, at: datetime, *, urgency: str, level: str) -> datetime | None:
        """The first instant at which a notice written at `at` may go out; None for at once."""
        spell = self._in_force(local_date(at), urgency, level)
        return spell.ends_after(at) if spell else None

    def _in_force(self, on: date, urgency: str, level: str) -> QuietSpell | None:
        fitting = [
            spell
            for spell in self.spells
            if spell.urgency in ("", urgency)
            and spell.level in ("", level)
            and spell.valid_from <= on
            and (spell.valid_to is None or on <= spell.valid_to)
        ]
        return max(fitting, key=lambda s: (s.urgency != "", s.level != "", s.valid_from), default=None)


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=SHANGHAI)
