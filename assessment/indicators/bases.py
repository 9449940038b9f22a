"""Handling as it stood at the end of the period, from the clocks: they are judged once and their course is kept.

What a case looks like today says nothing of how it stood then; a clock's stop, due time and holder do. A verdict that
was taken back (an empty reply) was never one.
"""

from assessment.indicators.kinds import Base

# Who held a clock when the period ended: a transfer after it is a stretch that ended later.
_HOLDER_THEN = """CASE WHEN %(kind)s = 'department' AND coalesce(k.stopped_at, 'infinity') >= %(end)s
        THEN coalesce((SELECT t.holder_id FROM cases_caseclockstretch t WHERE t.clock_id = k.id
            AND t.until >= %(end)s ORDER BY t.id LIMIT 1), k.holder_id) ELSE k.holder_id END"""
_HAPPENED = """EXISTS (SELECT 1 FROM cases_caseapplication a WHERE a.case_id = c.id AND a.kind = '{kind}'
        AND a.state = '{state}' AND a.decided_at < %(end)s{more})"""

# 应结案: disposed of, or its limit is over, whichever came first; a case still inside its limit is not due, nor is one
# that is shelved. Each case is due once, in the period of that moment, with the first limit it was judged by: another
# round does not make up for what was late.
DUE = Base(
    "due",
    f"""
WITH k AS (
    SELECT id, case_id, state, holder_id, stopped_at FROM cases_caseclock
    WHERE kind = 'handle' AND state = 'met' AND stopped_at >= %(start)s AND stopped_at < %(end)s
    UNION ALL
    SELECT id, case_id, state, holder_id, stopped_at FROM cases_caseclock
    WHERE kind = 'handle' AND state = 'missed' AND stopped_at >= %(start)s AND due_at >= %(start)s AND due_at < %(end)s
    UNION ALL
    SELECT id, case_id, state, holder_id, stopped_at FROM cases_caseclock
    WHERE kind = 'handle' AND state IN ('running', 'paused') AND due_at >= %(start)s AND due_at < %(end)s
        AND (paused_at IS NULL OR due_at < paused_at)
)
SELECT 'case' AS matter, c.id AS ref, c.flow, o.id AS office_id, {_HOLDER_THEN} AS unit_id, NULL::bigint AS person_id,
    coalesce(k.stopped_at < %(end)s, false) AS is_disposed,
    k.state = 'met' AND (c.round = 1 AND c.rework_count = 0 OR NOT EXISTS (SELECT 1 FROM cases_caseclock e
        WHERE e.case_id = c.id AND e.kind = 'handle' AND e.state IN ('missed', 'running', 'paused')
        AND e.due_at < %(end)s AND (e.paused_at IS NULL OR e.due_at < e.paused_at))) AS is_on_time,
    c.state = 'closed' AND c.closed_at < %(end)s AS is_closed,
    c.rework_count > 0 AND EXISTS (SELECT 1 FROM cases_caseevent e WHERE e.case_id = c.id
        AND e.kind = 'handed_back' AND e.at < %(end)s) AS is_reworked,
    {_HAPPENED.format(kind="extension", state="approved", more="")} AS is_extended
FROM k JOIN cases_case c ON c.id = k.case_id
LEFT JOIN organizations_organization o ON o.street_id = c.street_id AND o.kind = 'street'
WHERE c.round = 1 AND c.rework_count = 0 OR NOT EXISTS (SELECT 1 FROM cases_caseclock e
    WHERE e.case_id = c.id AND e.kind = 'handle' AND e.state IN ('met', 'missed') AND e.id < k.id)""",  # noqa: S608 - words of this file alone
)

# 应处置: every case dispatched in the period, by its last dispatch in it, for the unit it went to.
DISPATCHED = Base(
    "dispatched",
    f"""
SELECT 'case' AS matter, c.id AS ref, c.flow, o.id AS office_id, d.target_id AS unit_id, NULL::bigint AS person_id,
    k.case_id IS NOT NULL AS is_disposed, coalesce(k.is_on_time, false) AS is_on_time,
    {_HAPPENED.format(kind="return", state="refused", more=" AND a.organization_id = d.target_id")} AS is_shirked,
    {_HAPPENED.format(kind="return", state="approved", more=" AND a.organization_id = d.target_id")} AS is_returned
FROM (SELECT DISTINCT ON (case_id) case_id, target_id FROM cases_dispatchdecision
    WHERE at >= %(start)s AND at < %(end)s ORDER BY case_id, id DESC) d
JOIN cases_case c ON c.id = d.case_id
LEFT JOIN organizations_organization o ON o.street_id = c.street_id AND o.kind = 'street'
LEFT JOIN (SELECT case_id, bool_and(state = 'met') AS is_on_time FROM cases_caseclock
    WHERE kind = 'handle' AND state IN ('met', 'missed') AND stopped_at >= %(start)s AND stopped_at < %(end)s
    GROUP BY case_id) k ON k.case_id = c.id""",  # noqa: S608 - words of this file alone
)

# 协办: tasks of other units that were due in the period: done, or their limit over.
TASKS = Base(
    "tasks",
    """
SELECT 'task' AS matter, t.id AS ref, o.id AS office_id, t.organization_id AS unit_id, NULL::bigint AS person_id,
    coalesce(t.outcome = 'done' AND k.state = 'met' AND k.stopped_at < %(end)s, false) AS is_done_in_time
FROM cases_casetask t
JOIN cases_caseclock k ON k.id = t.clock_id
JOIN cases_case c ON c.id = t.case_id
LEFT JOIN organizations_organization o ON o.street_id = c.street_id AND o.kind = 'street'
WHERE t.kind = 'assisting' AND k.state <> 'cancelled' AND (k.paused_at IS NULL OR k.due_at < k.paused_at)
    AND least(k.due_at, k.stopped_at) >= %(start)s AND least(k.due_at, k.stopped_at) < %(end)s""",
)
