"""What one call took, seen from outside."""

from typing import NamedTuple


class Sample(NamedTuple):
    """Times in seconds of the machine's monotonic clock, which all its processes share.

    `intended` is when the call was due to begin: in an open loop a slow server delays the calls behind it, and their
    waiting is part of what they took. `statements` and `server_ms` are what the server said, -1 when it said nothing.
    """

    name: str
    intended: float
    began: float
    ended: float
    status: int
    statements: int = -1
    server_ms: float = -1.0

    @property
    def seconds(self) -> float:
        return self.ended - self.intended

    @property
    def is_error(self) -> bool:
        return not 200 <= self.status < 400
