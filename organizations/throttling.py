"""How much an API client may ask: so many calls in each minute of the clock, told with every answer.

Counted per client, never per address: a whole city's platform may stand behind one. People's sessions are not counted.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from foundation.clock import now
from organizations.call_counter import CallCounter
from organizations.models import ApiClient

WINDOW_SECONDS = 60
_counter = CallCounter()


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


class RateLimitMiddleware(MiddlewareMixin):
    """Tells the client with every answer, refusals included."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        usage: Usage | None = getattr(request, "api_usage", None)
        if usage is not None:
            for name, value in usage.headers().items():
                response.headers[name] = value
        return response


def count_call(request: HttpRequest, client: ApiClient) -> Usage | None:
    """Counts the request for its client, for the answer to tell; None without a limit, or while Valkey is away."""
    usage = _usage(client) if settings.API_CALLS_PER_MINUTE else None
    request.api_usage = usage  # type: ignore[attr-defined]  # read by the middleware
    return usage


def _usage(client: ApiClient) -> Usage | None:
    minute, second = divmod(int(now().timestamp()), WINDOW_SECONDS)
    used = _counter.one_more(f"api-calls:{client.pk}:{minute}", lifetime_seconds=2 * WINDOW_SECONDS)
    return None if used is None else Usage(settings.API_CALLS_PER_MINUTE, used, WINDOW_SECONDS - second)
