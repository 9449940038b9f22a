"""Asked of the database when a proof is over, in plain SQL that knows nothing of how the sweep works."""

import psycopg2

# Each counts what must not be; a name is what the report says.
WRONG = {
    "due rungs left": "SELECT count(*) FROM cases_caseclock WHERE next_alarm_at <= %(now)s",
    "rungs fired twice": """
        SELECT count(*) FROM (SELECT FROM cases_caseescalation GROUP BY clock_id, rung, term HAVING count(*) > 1) t""",
    "rungs skipped": """
        SELECT count(*) FROM (
            SELECT FROM cases_caseescalation GROUP BY clock_id, term HAVING max(rung) <> count(*)) t""",
    "clocks that stand on another rung than they fired": """
        SELECT count(*) FROM cases_caseclock k WHERE k.rung <> coalesce(
            (SELECT max(rung) FROM cases_caseescalation e WHERE e.clock_id = k.id AND e.term = k.term), 0)""",
    "running clocks without their next alarm": """
        SELECT count(*) FROM cases_caseclock k WHERE state = 'running' AND next_alarm_at IS NULL AND rung < (
            SELECT max(number) FROM deadlines_ladderrung r WHERE r.clock_kind = k.kind AND r.urgency = '')""",
    "rungs without exactly one event": """
        SELECT count(*) FROM cases_caseescalation e JOIN cases_caseclock k ON k.id = e.clock_id
        WHERE 1 <> (SELECT count(*) FROM cases_caseevent v WHERE v.case_id = k.case_id AND v.kind = e.action
            AND v.data ->> 'clock' = k.kind AND (v.data ->> 'rung')::int = e.rung)""",
    "highest rungs and outbox entries apart": """
        SELECT abs((SELECT count(*) FROM cases_caseescalation WHERE is_highest)
            - (SELECT count(*) FROM notices_outboxentry o WHERE EXISTS (
                SELECT FROM cases_caseescalation e WHERE o.kind = 'case.' || e.action)))""",
    "notices twice": """
        SELECT count(*) FROM (SELECT FROM notices_notice
            GROUP BY subject_id, kind, title, body, organization_id, user_id HAVING count(*) > 1) t""",
    "highest rungs without a notice": """
        SELECT count(*) FROM cases_caseescalation e JOIN cases_caseclock k ON k.id = e.clock_id
        JOIN cases_case c ON c.id = k.case_id
        WHERE e.is_highest AND NOT EXISTS (
            SELECT FROM notices_notice n WHERE n.subject_id = c.case_no AND n.kind = 'case.' || e.action)""",
    "rungs claimed before they were due": "SELECT count(*) FROM cases_caseescalation WHERE claimed_at < due_at",
    "failing clocks": "SELECT count(*) FROM cases_caseclock WHERE alarm_failures > 0",
    "deadlocks": "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
}


def wrong(url: str, *, now: str) -> dict[str, int]:
    """What must not be and is, with its number; empty when all is well. `now` is the end of the proof's time."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        found = {}
        for name, statement in WRONG.items():
            cursor.execute(statement, {"now": now})
            (count,) = cursor.fetchone() or (0,)
            if count:
                found[name] = int(count)
    connection.close()
    return found


def fired(url: str) -> int:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_caseescalation")
        (count,) = cursor.fetchone() or (0,)
    connection.close()
    return int(count)
