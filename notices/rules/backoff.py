"""How long to wait after a failure, and when to give up."""

from datetime import datetime, timedelta

from notices.states import Channel

# Since the first try at most … → try again after …
_WAITS = (
    (timedelta(minutes=1), timedelta(seconds=10)),
    (timedelta(minutes=10), timedelta(minutes=1)),
    (timedelta(hours=1), timedelta(minutes=5)),
    (timedelta(hours=6), timedelta(minutes=30)),
    (timedelta(days=1), timedelta(hours=2)),
)
_LONGEST_WAIT = timedelta(hours=6)

# Tried for so long. An alarm by message or mail that comes days late helps nobody.
LIFETIMES = {
    Channel.WEBHOOK: timedelta(days=3),
    Channel.EMAIL: timedelta(days=1),
    Channel.SMS: timedelta(hours=6),
}


def next_try(channel: str, *, first_try_at: datetime, now: datetime) -> datetime | None:
    """The next attempt after one that failed now; the last falls on the end of the channel's time; None to give up."""
    end = first_try_at + LIFETIMES[Channel(channel)]
    if now >= end:
        return None
    age = now - first_try_at
    wait = next((wait for at_most, wait in _WAITS if age <= at_most), _LONGEST_WAIT)
    return min(now + wait, end)
