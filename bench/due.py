"""Clocks for the sweep: as many running ones as there are cases, none due, then many due at once."""

from datetime import datetime, timedelta

from django.db import connection

from bench.context import Bench
from cases.models import CaseClock

SOURCE = "bench"
# One for every case that has no handling clock alive: in a real base so many would be open. Due in some weeks.
_START = """
    INSERT INTO cases_caseclock (case_id, kind, holder_id, urgency, state, started_at, recorded_at, limit_kind,
        limit_source, calendar, due_at, warn_at, is_provisional, rung, term, next_alarm_at, alarm_failures, last_error)
    SELECT c.id, 'handle', coalesce(c.lead_id, %(centre)s), 'general', 'running', %(now)s, %(now)s, '', %(source)s, '',
        %(now)s + (20 + c.id %% 20) * interval '1 day', %(now)s + (16 + c.id %% 20) * interval '1 day', false, 0, 1,
        %(now)s + (16 + c.id %% 20) * interval '1 day', 0, ''
    FROM cases_case c WHERE NOT EXISTS (
        SELECT FROM cases_caseclock k WHERE k.case_id = c.id AND k.kind = 'handle' AND k.state IN ('running', 'paused'))
"""
_PUT_OFF = (
    "UPDATE cases_caseclock SET next_alarm_at = %s + interval '2 days' WHERE next_alarm_at < %s + interval '1 day'"
)
# Four fifths of ten hours have passed and due has not: the reminder alone has come, half an hour ago and less.
_FALL_DUE = """
    UPDATE cases_caseclock k SET started_at = t.began, recorded_at = t.began, due_at = t.began + interval '10 hours',
        warn_at = t.began + interval '8 hours', next_alarm_at = t.began + interval '8 hours'
    FROM (
        SELECT id, %(now)s - interval '8 hours' - (id %% 1800) * interval '1 second' AS began
        FROM cases_caseclock WHERE state = 'running' AND limit_source = %(source)s AND rung = 0
        ORDER BY id LIMIT %(count)s
    ) AS t WHERE k.id = t.id
"""


def start_clocks(bench: Bench) -> int:
    """Now so many run, and for a day none of them falls due."""
    now = bench.now()
    with connection.cursor() as cursor:
        cursor.execute(_START, {"centre": bench.centre, "now": now, "source": SOURCE})
        cursor.execute(_PUT_OFF, [now, now])
        cursor.execute("VACUUM ANALYZE cases_caseclock")
    return CaseClock.objects.filter(next_alarm_at__isnull=False).count()


def fall_due(count: int, *, now: datetime) -> int:
    """So many reminders have come due at once, as after an outage; returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_FALL_DUE, {"now": now, "source": SOURCE, "count": count})
        changed = cursor.rowcount
        cursor.execute("ANALYZE cases_caseclock")
    return changed


def what_came_of_it(*, since: datetime) -> dict[str, float]:
    """Counted by the database: rungs fired, and whatever was not done exactly once for each."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"since": since - timedelta(seconds=1), "source": SOURCE})
        names = [column.name for column in cursor.description]
        return dict(zip(names, map(float, cursor.fetchone()), strict=True))


_COUNTS = """
    WITH fired AS (
        SELECT e.clock_id, e.rung, e.term, k.case_id, c.case_no FROM cases_caseescalation e
        JOIN cases_caseclock k ON k.id = e.clock_id JOIN cases_case c ON c.id = k.case_id
        WHERE e.claimed_at >= %(since)s AND k.limit_source = %(source)s
    ), told AS (
        SELECT v.case_id, count(*) AS n FROM cases_caseevent v
        WHERE v.kind = 'remind' AND v.at >= %(since)s GROUP BY 1
    ), heard AS (
        SELECT o.subject_id, count(*) AS n FROM notices_outboxentry o
        WHERE o.kind = 'case.remind' AND o.created_at >= %(since)s GROUP BY 1
    ), noticed AS (
        SELECT n.subject_id, count(*) AS n FROM notices_notice n
        WHERE n.kind = 'case.remind' AND n.created_at >= %(since)s GROUP BY 1
    )
    SELECT count(*) AS rungs,
        count(*) - count(DISTINCT (clock_id, rung, term)) AS twice,
        count(*) FILTER (WHERE told.n IS DISTINCT FROM 1) AS events_wrong,
        count(*) FILTER (WHERE heard.n IS DISTINCT FROM 1) AS outbox_wrong,
        count(*) FILTER (WHERE noticed.n IS DISTINCT FROM 1) AS notices_wrong,
        (SELECT count(*) FROM cases_caseclock
         WHERE limit_source = %(source)s AND state = 'running' AND rung = 0 AND next_alarm_at < %(since)s) AS left_due
    FROM fired LEFT JOIN told USING (case_id)
    LEFT JOIN heard ON heard.subject_id = fired.case_no LEFT JOIN noticed ON noticed.subject_id = fired.case_no
"""
