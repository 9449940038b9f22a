"""三率: what the requesters said when they were called back in the period (接诉即办工作条例 §32)."""

from django.utils.translation import gettext_lazy as _

from assessment.indicators.kinds import UNITS, Base, Group, Indicator, LeftOut

_SOURCE = _("《北京市接诉即办工作条例》第三十二条：以响应率、解决率、满意率为核心的评价")
_EXCLUDED = _("未联系上的、回访没有问到此项的；咨询类按方案设置；批准剔除的")

# Of each case the last call of the period that reached somebody, else the last that did not. It counts for the street
# where it lies, and for the unit whose handling was judged last before the call: what is handled anew by another unit
# later does not move it.
CALLS = Base(
    "calls",
    """
SELECT DISTINCT ON (b.case_id) 'case' AS matter, b.case_id AS ref, o.id AS office_id,
    coalesce(k.holder_id, c.lead_id) AS unit_id, NULL::bigint AS person_id,
    b.is_reached, b.was_contacted, b.solved, b.satisfied,
    c.request_kind = 'consultation' AND NOT %(counts_consultations)s AS is_left_out_kind, %(partly)s::numeric AS partly
FROM cases_callback b
JOIN cases_case c ON c.id = b.case_id
LEFT JOIN organizations_organization o ON o.street_id = c.street_id AND o.kind = 'street'
LEFT JOIN LATERAL (SELECT e.holder_id FROM cases_caseclock e WHERE e.case_id = b.case_id AND e.kind = 'handle'
    AND e.stopped_at <= b.at ORDER BY e.id DESC LIMIT 1) k ON %(kind)s = 'department'
WHERE b.at >= %(start)s AND b.at < %(end)s
ORDER BY b.case_id, b.is_reached DESC, b.at DESC, b.id DESC""",
)


def _left_out(no_answer: str) -> tuple[tuple[str, LeftOut], ...]:
    return (
        ("NOT b.is_reached", LeftOut.NOT_REACHED),
        ("b.is_left_out_kind", LeftOut.CONSULTATION),
        (no_answer, LeftOut.NO_ANSWER),
    )


INDICATORS = (
    Indicator(
        "response_rate",
        _("响应率"),
        Group.CALLBACK,
        UNITS,
        CALLS,
        numerator=_("回访时诉求人表示承办单位在时限内联系过的案件"),
        denominator=_("期内有效回访的案件，一案计一次，以最后一次联系上的回访为准"),
        exclusions=_EXCLUDED,
        source=_SOURCE,
        for_it="b.was_contacted",
        left_out=_left_out("b.was_contacted IS NULL"),
    ),
    Indicator(
        "resolution_rate",
        _("解决率"),
        Group.CALLBACK,
        UNITS,
        CALLS,
        numerator=_("诉求人表示已解决的案件；部分解决按方案设置计 0、0.5 或 1"),
        denominator=_("期内有效回访的案件"),
        exclusions=_EXCLUDED,
        source=_SOURCE,
        for_it="b.solved = 'yes' OR (b.solved = 'partly' AND b.partly > 0)",
        value="CASE WHEN b.solved = 'partly' THEN b.partly ELSE 1 END",
        left_out=_left_out("b.solved = ''"),
    ),
    Indicator(
        "satisfaction_rate",
        _("满意率"),
        Group.CALLBACK,
        UNITS,
        CALLS,
        numerator=_("诉求人表示非常满意、满意或基本满意的案件"),
        denominator=_("期内有效回访的案件"),
        exclusions=_EXCLUDED,
        source=_SOURCE,
        for_it="b.satisfied IN ('very', 'satisfied', 'basically')",
        left_out=_left_out("b.satisfied = ''"),
    ),
)
