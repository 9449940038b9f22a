"""Gives committed outbox entries their position in the feed.

Positions are given by one sequencer at a time, after the commit; what commits late gets a later position, so that a
reader who remembers the last position it saw misses nothing.
"""

from datetime import datetime

from django.db import connection, transaction

# "FEED" in hexadecimal ASCII: the advisory lock of whoever gives positions.
_LOCK = 0x46454544

# A statement of its own, after the lock: it must see what the sequencer before us committed.
_ASSIGN = """
    WITH waiting AS (
        SELECT id, row_number() OVER (ORDER BY id) AS step
        FROM (SELECT id FROM notices_outboxentry WHERE position IS NULL ORDER BY id LIMIT %(limit)s) AS oldest
    ), head AS (
        INSERT INTO notices_feedhead AS head (id, position, moved_at)
        SELECT 1, count(*), %(now)s FROM waiting HAVING count(*) > 0
        ON CONFLICT (id) DO UPDATE SET position = head.position + excluded.position, moved_at = excluded.moved_at
        RETURNING head.position - (SELECT count(*) FROM waiting) AS before
    )
    UPDATE notices_outboxentry AS entry
    SET position = head.before + waiting.step
    FROM waiting, head
    WHERE entry.id = waiting.id
"""


def assign_positions(*, now: datetime, limit: int = 10_000) -> int:
    """Positions the oldest `limit` committed entries that have none, in the order of their ids, and says how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_ASSIGN, {"limit": limit, "now": now})
        return cursor.rowcount
