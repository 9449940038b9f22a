"""Time that runs fast from a given moment, the same in every process that is told of it."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Lapse:
    """`begun` by the machine's clock is `start` by ours; every second since counts `speed` seconds, until `end`."""

    start: datetime
    end: datetime
    begun: float
    speed: float

    def now(self) -> datetime:
        return min(self.start + timedelta(seconds=(time.time() - self.begun) * self.speed), self.end)

    @property
    def is_over(self) -> bool:
        return self.now() >= self.end

    def words(self) -> list[str]:
        """For a command line; `Lapse.of` reads them back."""
        return [self.start.isoformat(), self.end.isoformat(), repr(self.begun), repr(self.speed)]

    @classmethod
    def of(cls, words: list[str]) -> "Lapse":
        start, end, begun, speed = words
        return cls(datetime.fromisoformat(start), datetime.fromisoformat(end), float(begun), float(speed))
