"""Django's `SESSION_ENGINE`: sessions in the table of `UserSession`, found by a hash of the key that the browser holds.

A session is good while its row stands, for `SESSION_COOKIE_AGE` at most and `SESSION_IDLE_SECONDS` after the last thing
that a person did. Requests that a page makes by itself (`is_background`) keep nothing alive.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from foundation.clock import now
from organizations.models import UserSession
from organizations.secrets.hashes import exact_hash

# Keys under which the door leaves in the session what the row shows.
ADDRESS, BROWSER = "signed_in_from", "signed_in_with"
SEEN_PRECISION = timedelta(minutes=1)


class SessionStore(DatabaseStore):
    """Its `row` is the stored session once it has been read, and None without one."""

    row: UserSession | None = None

    @classmethod
    def get_model_class(cls) -> type[UserSession]:
        return UserSession

    def _get_session_from_db(self) -> UserSession | None:
        self.row = living(now()).filter(session_key=row_key(self.session_key)).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def exists(self, session_key: str) -> bool:
        return UserSession.objects.filter(session_key=row_key(session_key)).exists()

    def save(self, must_create: bool = False) -> None:
        """Times stand from the beginning: changing a session's data makes it neither younger nor used."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # the stubs leave it out
        columns = {"session_data": self.encode(data), **_shown(data)}
        if must_create:
            self._insert(columns)
        elif not UserSession.objects.filter(session_key=row_key(self.session_key)).update(**columns):
            raise UpdateError

    def _insert(self, columns: Mapping[str, Any]) -> None:
        moment = now()
        ends = moment + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        times = {"started_at": moment, "last_seen_at": moment, "expire_date": ends}
        try:
            with transaction.atomic():
                UserSession.objects.create(session_key=row_key(self.session_key), **times, **columns)
        except IntegrityError as error:
            raise CreateError from error

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            UserSession.objects.filter(session_key=row_key(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        moment = now()
        UserSession.objects.exclude(pk__in=living(moment).values("pk")).delete()

    async def _aget_session_from_db(self) -> UserSession | None:
        return await sync_to_async(self._get_session_from_db)()

    async def aexists(self, session_key: str) -> bool:
        return await sync_to_async(self.exists)(session_key)

    async def asave(self, must_create: bool = False) -> None:
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key: str | None = None) -> None:
        await sync_to_async(self.delete)(session_key)

    @classmethod
    async def aclear_expired(cls) -> None:
        await sync_to_async(cls.clear_expired)()


def row_key(session_key: str | None) -> str:
    """The stored form of the key in the browser's cookie."""
    return exact_hash(session_key or "", "session")


def living(moment: datetime) -> QuerySet[UserSession]:
    """The sessions within both limits."""
    idle_since = moment - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    return UserSession.objects.filter(expire_date__gt=moment, last_seen_at__gt=idle_since)


def note_seen(request: HttpRequest) -> None:
    """Writes that a person is there, at most once a minute for each session."""
    row: UserSession | None = getattr(getattr(request, "session", None), "row", None)
    moment = now()
    if row is None or row.last_seen_at > moment - SEEN_PRECISION or is_background(request):
        return
    UserSession.objects.filter(pk=row.pk, last_seen_at__lt=moment).update(last_seen_at=moment)


def is_background(request: HttpRequest) -> bool:
    """Whether the page asked by itself: refreshed parts say so in a header (center.js), live streams by what they
    accept. Whoever leaves the header out gains no more than the rest of the longest time."""
    is_stream = "text/event-stream" in request.headers.get("Accept", "")
    return is_stream or "X-Background" in request.headers


def _shown(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "user_id": data.get(SESSION_KEY),
        "address": data.get(ADDRESS, "")[:45],
        "browser": data.get(BROWSER, "")[:300],
    }
