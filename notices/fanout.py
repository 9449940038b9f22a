"""From what happened to who is told by which channel: set-based, inside the sequencer's transaction."""

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from notices.feed import MARK_SQL

# The ids of the deliveries grow with the positions, so that the oldest delivery of a line is its oldest change.
_CHANGES = """
    INSERT INTO notices_delivery (
        channel, endpoint_id, lane, line, message_id, kind, subject_kind, subject_id, version, change,
        happened_at, created_at, state, attempts, next_try_at, last_error
    )
    SELECT 'webhook', endpoint.id, 'webhook:' || endpoint.id,
        concat_ws('|', 'webhook:' || endpoint.id, told.subject_kind, told.subject_id),
        gen_random_uuid(), told.told_kind, told.subject_kind, told.subject_id, told.version, told.change,
        told.happened_at, %(now)s, 'pending', 0, %(now)s, ''
    FROM (
        SELECT entry.*, audience.organization_id, %(mark)s AS change,
            CASE WHEN audience.left_view THEN entry.subject_kind || '.left_view' ELSE entry.kind END AS told_kind
        FROM notices_outboxentry AS entry
        JOIN notices_outboxaudience AS audience ON audience.entry_id = entry.id
        WHERE entry.position > (SELECT position FROM notices_feedhead WHERE id = 1) - %(newest)s
    ) AS told
    JOIN notices_endpoint AS endpoint ON endpoint.organization_id = told.organization_id AND endpoint.is_active
    WHERE endpoint.kinds = '{}' OR endpoint.kinds && ARRAY[told.told_kind, told.subject_kind || '.*']::varchar[]
    ORDER BY told.position, endpoint.id
"""

_HAS_ENDPOINTS = "SELECT EXISTS (SELECT FROM notices_endpoint WHERE is_active)"

# One person is told once by one channel, each notice in a line of its own: one that waits for the morning must not
# hold back an alarm. A row without an address would be a failure that nobody can mend by trying.
_NOTICES = """
    WITH fresh AS (
        SELECT id FROM notices_notice WHERE NOT is_routed ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    ), notice AS (
        UPDATE notices_notice AS n SET is_routed = true FROM fresh WHERE n.id = fresh.id RETURNING n.*
    ), sent AS (
        INSERT INTO notices_delivery (
            channel, notice_id, recipient_id, lane, line, message_id, kind, subject_kind, subject_id, version, change,
            happened_at, created_at, state, attempts, next_try_at, last_error
        )
        SELECT rule.channel, notice.id, person.id, rule.channel,
            concat_ws('|', rule.channel || ':' || person.id, 'notice', notice.id),
            gen_random_uuid(), notice.kind, notice.subject_kind, notice.subject_id, 0, '',
            notice.created_at, %(now)s, 'pending', 0, greatest(notice.deliver_after, %(now)s), ''
        FROM notice
        JOIN notices_channelrule AS rule ON rule.level = notice.level AND rule.is_active
        JOIN organizations_user AS person ON person.is_active AND (
            person.id = notice.user_id OR notice.user_id IS NULL AND person.organization_id = notice.organization_id
        )
        LEFT JOIN notices_contact AS contact ON contact.user_id = person.id
        WHERE (notice.user_id IS NOT NULL OR contact.hears_organization)
            AND CASE rule.channel
                WHEN 'email' THEN contact.by_email AND length(contact.email) > 0
                ELSE person.phone_hash <> '' AND coalesce(contact.by_sms, true)
            END
        ORDER BY notice.id, person.id
    )
    SELECT count(*) FROM notice
"""


def fan_out_changes(cursor: CursorWrapper, *, newest: int, now: datetime) -> None:
    """Webhook deliveries of the `newest` positions, to every active endpoint of an organization that is told."""
    cursor.execute(_HAS_ENDPOINTS)
    if cursor.fetchone()[0]:
        cursor.execute(_CHANGES.replace("%(mark)s", MARK_SQL), {"newest": newest, "now": now})


def fan_out_notices(cursor: CursorWrapper, *, limit: int, now: datetime) -> int:
    """Mail and messages for the oldest notices that were not looked at yet; says how many were."""
    cursor.execute(_NOTICES, {"limit": limit, "now": now})
    return int(cursor.fetchone()[0])
