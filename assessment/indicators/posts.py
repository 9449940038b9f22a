"""岗位评价: inspectors and dispatchers, by what each did in person (GB/T 30428.4)."""

from django.utils.translation import gettext_lazy as _

from assessment.indicators.kinds import POSTS, Base, Group, Indicator, Words

_STANDARD = _("GB/T 30428.4《数字化城市管理信息系统 第4部分：绩效评价》：岗位评价")

# 核实、核查: an inspector's errands that were due in the period.
ERRANDS = Base(
    "errands",
    """
SELECT 'task' AS matter, t.id AS ref, NULL::bigint AS office_id, NULL::bigint AS unit_id,
    substring(t.person_key FROM 6)::bigint AS person_id, t.kind,
    t.state = 'done' AND k.state = 'met' AND k.stopped_at < %(end)s AS is_done_in_time
FROM cases_casetask t JOIN cases_caseclock k ON k.id = t.clock_id
WHERE t.kind IN ('verification', 'check') AND t.person_key ~ '^user:[0-9]+$' AND k.state <> 'cancelled'
    AND least(k.due_at, k.stopped_at) >= %(start)s AND least(k.due_at, k.stopped_at) < %(end)s""",
)
# 派遣: what a dispatcher sent by hand in the period, with the clock that ran until then.
BY_HAND = Base(
    "by_hand",
    """
SELECT 'case' AS matter, e.case_id AS ref, NULL::bigint AS office_id, NULL::bigint AS unit_id,
    substring(e.actor_key FROM 6)::bigint AS person_id,
    k.state IS NOT NULL AS has_limit, coalesce(k.state = 'met', false) AS is_in_time,
    EXISTS (SELECT 1 FROM cases_caseapplication a WHERE a.case_id = e.case_id AND a.kind = 'return'
        AND a.state = 'approved' AND a.asked_at >= e.at AND a.decided_at < %(end)s) AS is_returned
FROM (SELECT DISTINCT ON (case_id, actor_key) case_id, actor_key, at FROM cases_caseevent
    WHERE kind = 'dispatched' AND actor_key ~ '^user:[0-9]+$' AND at >= %(start)s AND at < %(end)s
    ORDER BY case_id, actor_key, id DESC) e
LEFT JOIN LATERAL (SELECT c.state FROM cases_caseclock c WHERE c.case_id = e.case_id AND c.kind = 'dispatch'
    AND c.state IN ('met', 'missed') AND c.stopped_at <= e.at ORDER BY c.id DESC LIMIT 1) k ON true""",
)


def _errand(code: str, name: Words, kind: str, numerator: Words, denominator: Words) -> Indicator:
    return Indicator(
        code,
        name,
        Group.POST,
        POSTS,
        ERRANDS,
        numerator=numerator,
        denominator=denominator,
        exclusions=_("已撤回的；批准剔除的"),
        source=_STANDARD,
        counted=f"b.kind = '{kind}'",
        for_it="b.is_done_in_time",
    )


INDICATORS = (
    _errand(
        "on_time_verify_rate",
        _("按期核实率"),
        "verification",
        _("按时核实数"),
        _("应核实数：期内完成或时限届满的核实任务"),
    ),
    _errand(
        "on_time_check_rate", _("按期核查率"), "check", _("按时核查数"), _("应核查数：期内完成或时限届满的核查任务")
    ),
    Indicator(
        "on_time_dispatch_rate",
        _("按期派遣率"),
        Group.POST,
        POSTS,
        BY_HAND,
        numerator=_("按时派遣数：派遣时限内派出的"),
        denominator=_("应派遣数：本人期内人工派遣、有派遣时限的案件"),
        exclusions=_("批准剔除的"),
        source=_STANDARD,
        counted="b.has_limit",
        for_it="b.is_in_time",
    ),
    Indicator(
        "accurate_dispatch_rate",
        _("准确派遣率"),
        Group.POST,
        POSTS,
        BY_HAND,
        numerator=_("准确派遣数：期末前没有因派遣不当准予退单的"),
        denominator=_("应派遣数：本人期内人工派遣的案件"),
        exclusions=_("批准剔除的"),
        source=_STANDARD,
        for_it="NOT b.is_returned",
    ),
)
