"""Counts in Valkey: one message there and back for each call, and none while Valkey is away."""

import logging
import time
from functools import cache

from django.conf import settings
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

# What a call may lose to a Valkey that hangs, once in each pause.
PATIENCE_SECONDS = 0.5
PAUSE_SECONDS = 5.0
logger = logging.getLogger(__name__)


class CallCounter:
    """`one_more(key)` says which call of that name this is; None, not counted, while Valkey is away.

    After a failure nobody asks for a while, so that an outage costs one call in each pause its time, and not every
    call. The log has one line when it begins and one when it ends, with how many calls went by uncounted.
    """

    def __init__(self) -> None:
        self._away_until = 0.0
        self._uncounted = 0

    def one_more(self, key: str, *, lifetime_seconds: int) -> int | None:
        if time.monotonic() < self._away_until:
            self._uncounted += 1
            return None
        try:
            counted = _ask(key, lifetime_seconds)
        except (RedisError, OSError):
            self._note_away()
            return None
        self._note_back()
        return counted

    def _note_away(self) -> None:
        if not self._uncounted:
            logger.exception("API calls are not counted while Valkey is away")
        self._uncounted += 1
        self._away_until = time.monotonic() + PAUSE_SECONDS

    def _note_back(self) -> None:
        if self._uncounted:
            logger.warning("API calls are counted again, %d went by uncounted", self._uncounted)
        self._away_until, self._uncounted = 0.0, 0


def _ask(key: str, lifetime_seconds: int) -> int:
    """Both commands in one message; the lifetime is set once, by whoever is first."""
    both = valkey(settings.REDIS_URL).pipeline(transaction=False)
    both.incr(key)
    both.expire(key, lifetime_seconds, nx=True)
    counted, _set = both.execute()
    return int(counted)


@cache
def valkey(address: str) -> Redis:
    """One pool of connections for the process; nothing is tried twice."""
    return Redis.from_url(
        address,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
