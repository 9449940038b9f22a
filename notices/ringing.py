"""A bell over Valkey: the feed has moved. It carries nothing else.

Whoever hears it reads on in the database, and whoever does not hear it looks a little later: a bell that is lost costs
a moment and never a change.
"""

import logging
import time
from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

CHANNEL = "center:feed"
# A Valkey that does not answer must not hold up the positions of the changes after this one.
_PATIENCE = 0.5
_SECONDS_OF_REST = 5.0
log = logging.getLogger("notices.outbox")


class Ringer:
    """`ring()` and forget: while Valkey is away it rests, with one line in the log for each time it goes."""

    def __init__(self, server: Redis) -> None:
        self._server, self._silent_until = server, 0.0

    def ring(self) -> bool:
        """Whether it rang."""
        if time.monotonic() < self._silent_until:
            return False
        try:
            self._server.publish(CHANNEL, b"")
        except (RedisError, OSError) as error:
            if not self._silent_until:
                log.warning("streams hear of changes late while Valkey is away: %s", type(error).__name__)
            self._silent_until = time.monotonic() + _SECONDS_OF_REST
            return False
        self._silent_until = 0.0
        return True


def ring() -> bool:
    return _ringer(settings.REDIS_URL).ring()


@lru_cache
def _ringer(url: str) -> Ringer:
    return Ringer(Redis.from_url(url, socket_connect_timeout=_PATIENCE, socket_timeout=_PATIENCE))
