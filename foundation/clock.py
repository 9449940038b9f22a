"""The present moment, read once at the edge of a request, a task or a command and handed down as `now`."""

from datetime import UTC, datetime, timedelta

from django.conf import settings


def now() -> datetime:
    """This instant in UTC, shifted by the test-only offset `TIME_OFFSET_SECONDS` (0 in production)."""
    return datetime.now(UTC) + timedelta(seconds=settings.TIME_OFFSET_SECONDS)
