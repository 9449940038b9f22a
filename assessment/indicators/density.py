"""密度: how many against how large a street is, or against how much it was asked."""

from django.utils.translation import gettext_lazy as _

from assessment.indicators.kinds import STREETS, Base, Group, Indicator, Unit

# Requests with nothing below the line, and below it the street itself with its area.
REQUESTS = Base(
    "requests",
    """
SELECT 'case' AS matter, c.id AS ref, o.id AS office_id, NULL::bigint AS unit_id, NULL::bigint AS person_id,
    c.request_kind IN ('complaint', 'report') AS is_complaint, 1 AS amount, 0 AS share
FROM cases_case c JOIN organizations_organization o ON o.street_id = c.street_id AND o.kind = 'street'
WHERE c.flow = 'hotline' AND c.received_at >= %(start)s AND c.received_at < %(end)s
    AND NOT (c.state IN ('cancelled', 'rejected') AND c.closed_at < %(end)s)
UNION ALL
SELECT 'area', o.id, o.id, NULL, NULL, true, 0, round(a.area_m2::numeric / 1000000, 4)
FROM organizations_organization o JOIN grid_street a ON a.id = o.street_id WHERE o.kind = 'street'""",
)
WHISTLES = Base(
    "whistles",
    """
SELECT 'whistle' AS matter, w.id AS ref, w.office_id, NULL::bigint AS unit_id, NULL::bigint AS person_id,
    1 AS amount, 0 AS share
FROM enforcement_whistle w WHERE w.blown_at >= %(start)s AND w.blown_at < %(end)s
UNION ALL
SELECT 'case', c.id, o.id, NULL, NULL, 0, 1
FROM cases_case c JOIN organizations_organization o ON o.street_id = c.street_id AND o.kind = 'street'
WHERE c.received_at >= %(start)s AND c.received_at < %(end)s""",
)

INDICATORS = (
    Indicator(
        "complaint_density",
        _("投诉密度"),
        Group.DENSITY,
        STREETS,
        REQUESTS,
        numerator=_("期内接收的投诉、举报类诉求"),
        denominator=_("街道面积（平方公里）"),
        exclusions=_("不予受理、作废的；批准剔除的"),
        source=_("金牛区城市管理考核办法：按面积折算的投诉量"),
        counted="b.is_complaint",
        for_it="b.amount > 0",
        value="b.amount",
        weight="b.share",
        factor=1,
        unit=Unit.PER_KM2,
        less_is_better=True,
    ),
    Indicator(
        "whistle_rate",
        _("吹哨率"),
        Group.WHISTLE,
        STREETS,
        WHISTLES,
        numerator=_("期内吹出的哨"),
        denominator=_("期内接收的案件"),
        exclusions=_("批准剔除的"),
        source=_("吹哨报到统计口径：吹哨数/诉求数"),
        for_it="b.amount > 0",
        value="b.amount",
        weight="b.share",
    ),
)
