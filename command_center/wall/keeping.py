"""Figures kept for a few seconds: ten screens cost what one does."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

T = TypeVar("T")
log = logging.getLogger("center.wall")


def kept(key: str, seconds: int, make: Callable[[], T]) -> T:
    """What was made under this key within so many seconds; made anew while the cache is away."""
    found: Any
    try:
        found = cache.get(key)
    except (RedisError, OSError):
        return make()
    if found is None:
        found = make()
        try:
            cache.set(key, found, seconds)
        except (RedisError, OSError):
            log.warning("figures of the wall are not kept: the cache went away")
    made: T = found
    return made
