"""How much an API client may ask: so many calls in each minute of the clock, told with every answer.

Counted per client, never per address: a whole city's platform may stand behind one. People's sessions are not counted.
"""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from foundation.clock import now
from organizations.models import ApiClient

if TYPE_CHECKING:
    # The views read this class from the settings while they are being imported themselves.
    from rest_framework.views import APIView

WINDOW_SECONDS = 60
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a client has used of its minute, this call included; `resets_in` in seconds."""

    limit: int
    used: int
    resets_in: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """Both shapes of the IETF draft (draft-ietf-httpapi-ratelimit-headers): the structured one and the earlier."""
        remaining = max(self.limit - self.used, 0)
        return {
            "RateLimit-Policy": f'"client";q={self.limit};w={WINDOW_SECONDS}',
            "RateLimit": f'"client";r={remaining};t={self.resets_in}',
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(remaining),
            "RateLimit-Reset": str(self.resets_in),
        }


class ClientThrottle(BaseThrottle):
    """Refuses a client's call beyond its minute's limit with 429 and Retry-After."""

    usage: Usage | None = None

    def allow_request(self, request: Request, view: "APIView") -> bool:
        self.usage = usage_of(request._request)
        return self.usage is None or not self.usage.is_over

    def wait(self) -> float | None:
        return self.usage.resets_in if self.usage else None


class RateLimitMiddleware(MiddlewareMixin):
    """Tells the client with every answer, refusals included; those before the throttle count as well."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        usage = usage_of(request)
        if usage is not None:
            for name, value in usage.headers().items():
                response.headers[name] = value
        return response


def usage_of(request: HttpRequest) -> Usage | None:
    """Counts a request once, however often it is asked; None for people, without a limit, while the cache is down."""
    client: ApiClient | None = getattr(request, "api_client", None)
    if client is None or not settings.API_CALLS_PER_MINUTE:
        return None
    if not hasattr(request, "api_usage"):
        request.api_usage = _count(client)  # type: ignore[attr-defined]  # kept for the answer's headers
    usage: Usage | None = request.api_usage  # type: ignore[attr-defined]
    return usage


def _count(client: ApiClient) -> Usage | None:
    minute, second = divmod(int(now().timestamp()), WINDOW_SECONDS)
    try:
        used = _one_more(f"api-calls:{client.pk}:{minute}")
    except (RedisError, OSError):
        _outage.begins()
        return None
    _outage.ends()
    return Usage(settings.API_CALLS_PER_MINUTE, used, WINDOW_SECONDS - second)


def _one_more(key: str) -> int:
    try:
        return int(cache.incr(key))
    except ValueError:  # the minute's first call
        return 1 if cache.add(key, 1, timeout=2 * WINDOW_SECONDS) else int(cache.incr(key))


class _Outage:
    """While the cache is away calls are let through; one line in the log for each time it goes."""

    is_on = False

    def begins(self) -> None:
        if not self.is_on:
            logger.exception("API calls are not counted while the cache is away")
        self.is_on = True

    def ends(self) -> None:
        self.is_on = False


_outage = _Outage()
