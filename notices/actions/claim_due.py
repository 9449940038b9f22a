"""领取待投递."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from notices.actions.settle import settle
from notices.channels.outcome import Outcome
from notices.models import Delivery, Endpoint
from notices.states import Channel
from organizations.secrets import SecretUnreadable

# Longer than any attempt takes, a slow look-up of its name included.
LEASE = timedelta(seconds=60)
# At once in one lane; in one whose last attempts failed a single one, so that the dead do not busy the living.
ROOM = 8
_FAILING_AFTER = 3
# "SEND" in hexadecimal ASCII. Claiming takes milliseconds; one at a time, what is on its way can be counted.
_LOCK = 0x53454E44

_IN_FLIGHT = """
    SELECT lane, count(*) FROM notices_delivery WHERE state = 'leased' AND next_try_at > %s GROUP BY lane
"""
_CLAIM = """
    WITH claimed AS (
        SELECT due.id
        FROM unnest(%(lanes)s::text[], %(rooms)s::int[]) WITH ORDINALITY AS lane (name, room, turn)
        CROSS JOIN LATERAL (
            SELECT delivery.id FROM notices_delivery AS delivery
            WHERE delivery.lane = lane.name AND delivery.state IN ('leased', 'pending')
                AND delivery.next_try_at <= %(now)s
                AND NOT EXISTS (
                    SELECT FROM notices_delivery AS other
                    WHERE other.line = delivery.line AND other.state IN ('leased', 'pending')
                        AND (other.id < delivery.id
                            OR other.id > delivery.id AND other.state = 'leased' AND other.next_try_at > %(now)s)
                )
            ORDER BY delivery.next_try_at, delivery.id
            LIMIT lane.room
            FOR UPDATE SKIP LOCKED
        ) AS due
        ORDER BY lane.turn
        LIMIT %(limit)s
    )
    UPDATE notices_delivery AS delivery
    SET state = 'leased', attempts = attempts + 1, next_try_at = %(lease_ends)s,
        first_try_at = coalesce(first_try_at, %(now)s)
    FROM claimed WHERE delivery.id = claimed.id
    RETURNING delivery.id
"""


def claim_due(*, limit: int, now: datetime) -> list[Delivery]:
    """Up to `limit` due deliveries, leased to the caller; what a sender left behind is due when its lease ends.

    Only the oldest open one of a line is taken, and each lane in its turn, so that neither a failing receiver nor a
    long queue holds up another. With everything that sending needs already loaded.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        rooms = _rooms(cursor, now)
        if not rooms:
            return []
        values: dict[str, Any] = {"lanes": list(rooms), "rooms": list(rooms.values()), "limit": limit, "now": now}
        cursor.execute(_CLAIM, values | {"lease_ends": now + LEASE})
        ids = [row[0] for row in cursor.fetchall()]
    return _loaded(ids, now)


def _rooms(cursor: CursorWrapper, now: datetime) -> dict[str, int]:
    """Lane → how many more may be on their way in it; in changing order, those that work before those that fail."""
    cursor.execute(_IN_FLIGHT, [now])
    busy = dict(cursor.fetchall())
    rooms = {Channel.SMS.value: ROOM, Channel.EMAIL.value: ROOM}
    endpoints = Endpoint.objects.filter(is_active=True).only("id", "failures_in_row").order_by("?")
    for endpoint in sorted(endpoints, key=_is_failing):
        rooms[endpoint.lane] = 1 if _is_failing(endpoint) else ROOM
    left = {lane: room - busy.get(lane, 0) for lane, room in rooms.items()}
    return {lane: room for lane, room in left.items() if room > 0}


def _is_failing(endpoint: Endpoint) -> bool:
    return endpoint.failures_in_row >= _FAILING_AFTER


def _loaded(ids: Sequence[int], now: datetime) -> list[Delivery]:
    """One whose secret cannot be read has failed this time; the others go out."""
    whole = Delivery.objects.select_related("endpoint", "notice", "recipient__contact").order_by("id")
    try:
        return list(whole.filter(pk__in=ids))
    except SecretUnreadable:
        return [one for pk in ids for one in _readable(whole.filter(pk=pk), pk, now)]


def _readable(whole: QuerySet[Delivery], pk: int, now: datetime) -> list[Delivery]:
    try:
        return list(whole)
    except SecretUnreadable as error:
        settle(Delivery.objects.get(pk=pk), outcome=Outcome(str(error)), now=now)
        return []
