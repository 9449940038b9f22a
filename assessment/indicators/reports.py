"""上报与立案: what was reported in the period and what became of it."""

from django.utils.translation import gettext_lazy as _

from assessment.indicators.kinds import POSTS, STREETS, Base, Group, Indicator

_STANDARD = _("GB/T 30428.4《数字化城市管理信息系统 第4部分：绩效评价》")
_EXCLUDED = _("批准剔除的")

REPORTS = Base(
    "reports",
    """
SELECT 'case' AS matter, c.id AS ref, o.id AS office_id, c.lead_id AS unit_id,
    CASE WHEN c.posted_by ~ '^user:[0-9]+$' THEN substring(c.posted_by FROM 6)::bigint END AS person_id,
    c.flow, coalesce(c.filed_at < %(end)s, false) AS is_filed,
    c.state IN ('cancelled', 'rejected') AND c.closed_at < %(end)s AS is_void
FROM cases_case c
LEFT JOIN organizations_organization o ON o.street_id = c.street_id AND o.kind = 'street'
WHERE c.received_at >= %(start)s AND c.received_at < %(end)s""",
)

INDICATORS = (
    Indicator(
        "filing_rate",
        _("立案率"),
        Group.GRID,
        STREETS,
        REPORTS,
        numerator=_("立案数：期末前已立案、未作废的"),
        denominator=_("有效上报数：期内上报、未不予受理、未作废的"),
        exclusions=_EXCLUDED,
        source=_STANDARD,
        counted="b.flow = 'grid' AND NOT b.is_void",
        for_it="b.is_filed",
    ),
    Indicator(
        "valid_report_rate",
        _("有效上报率"),
        Group.GRID,
        STREETS | POSTS,
        REPORTS,
        numerator=_("有效上报数：期末前通过立案且未作废的"),
        denominator=_("上报数：期内上报的"),
        exclusions=_EXCLUDED,
        source=_STANDARD,
        counted="b.flow = 'grid'",
        for_it="b.is_filed AND NOT b.is_void",
    ),
    Indicator(
        "public_report_rate",
        _("公众举报率"),
        Group.GRID,
        STREETS,
        REPORTS,
        numerator=_("公众有效上报数：不由监督员、视频和物联感知发现的"),
        denominator=_("有效上报数：期末前通过立案或属群众诉求，且未作废的"),
        exclusions=_EXCLUDED,
        source=_STANDARD,
        counted="(b.is_filed OR b.flow = 'hotline') AND NOT b.is_void",
        for_it="b.flow = 'hotline'",
    ),
)
