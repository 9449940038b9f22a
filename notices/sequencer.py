"""Gives committed outbox entries their position in the feed, and in the same transaction their ways out of the house.

Positions are given by one sequencer at a time, after the commit; what commits late gets a later position, so that a
reader who remembers the last position it saw misses nothing.
"""

from datetime import datetime

from django.db import connection, transaction

from notices.fanout import fan_out_changes, fan_out_notices
from notices.ringing import ring

BATCH = 10_000
# "FEED" in hexadecimal ASCII: the advisory lock of whoever gives positions. Held for one pass, by the transaction, so
# that a second sequencer waits for that long and a killed or cut-off one leaves nothing behind.
_LOCK = 0x46454544

# A statement of its own, after the lock: it must see what the sequencer before us committed.
_ASSIGN = """
    WITH waiting AS (
        SELECT id, row_number() OVER (ORDER BY id) AS step
        FROM (SELECT id FROM notices_outboxentry WHERE position IS NULL ORDER BY id LIMIT %(limit)s) AS oldest
    ), head AS (
        INSERT INTO notices_feedhead AS head (id, position, purged_to, moved_at)
        SELECT 1, count(*), 0, %(now)s FROM waiting HAVING count(*) > 0
        ON CONFLICT (id) DO UPDATE SET position = head.position + excluded.position, moved_at = excluded.moved_at
        RETURNING head.position - (SELECT count(*) FROM waiting) AS before
    )
    UPDATE notices_outboxentry AS entry
    SET position = head.before + waiting.step
    FROM waiting, head
    WHERE entry.id = waiting.id
"""


def sequence_all(*, now: datetime) -> int:
    """Everything that waits, batch by batch; rings for whoever listens, and says how many entries and notices there
    were."""
    done = 0
    while taken := _pass(now=now):
        done += taken
        ring()
        if taken < BATCH:
            break
    return done


def pause_sequencer() -> None:
    """Until the caller's transaction ends no position is given: what it changes holds for every later one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def assign_positions(*, now: datetime, limit: int = BATCH) -> int:
    """Positions the oldest `limit` committed entries that have none, in the order of their ids, and says how many.

    What webhooks are to send of them is written down in the same transaction: nothing is lost between.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        pause_sequencer()
        cursor.execute(_ASSIGN, {"limit": limit, "now": now})
        positioned = cursor.rowcount
        if positioned:
            fan_out_changes(cursor, newest=positioned, now=now)
        return positioned


def route_notices(*, now: datetime, limit: int = BATCH) -> int:
    """Decides for the oldest notices who hears of them by e-mail or message, and says for how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        return fan_out_notices(cursor, limit=limit, now=now)


def _pass(*, now: datetime) -> int:
    return max(assign_positions(now=now), route_notices(now=now))
