"""双考核: the streets' marks for the departments, the departments' marks for the street."""

from django.utils.translation import gettext_lazy as _

from assessment.indicators.kinds import DEPARTMENTS, STREETS, Base, Group, Indicator, Unit

_SOURCE = _("《北京市接诉即办工作条例》第三十三条：吹哨报到双考核")
_EXCLUDED = _("批准剔除的")

RATINGS = Base(
    "ratings",
    """
SELECT 'summons' AS matter, s.id AS ref, w.office_id, s.department_id AS unit_id, NULL::bigint AS person_id,
    round(r.total * 100.0 / r.out_of, 4) AS mark, p.points IS NOT NULL AS is_person_marked,
    coalesce(p.points >= p.whole, false) AS is_right_person
FROM enforcement_rating r
JOIN enforcement_summons s ON s.id = r.summons_id
JOIN enforcement_whistle w ON w.id = s.whistle_id
LEFT JOIN (SELECT m.rating_id, m.points, i.points AS whole FROM enforcement_ratingmark m
    JOIN enforcement_ratingitem i ON i.id = m.item_id WHERE i.code = 'person') p ON p.rating_id = r.id
WHERE r.rated_at >= %(start)s AND r.rated_at < %(end)s AND r.out_of > 0""",
)
FEEDBACK = Base(
    "feedback",
    """
SELECT 'feedback' AS matter, f.id AS ref, w.office_id, f.department_id AS unit_id, NULL::bigint AS person_id,
    round((f.necessity + f.information + f.coordination) * 100.0 / 15, 4) AS mark
FROM enforcement_feedback f JOIN enforcement_whistle w ON w.id = f.whistle_id
WHERE f.at >= %(start)s AND f.at < %(end)s""",
)

INDICATORS = (
    Indicator(
        "street_mark",
        _("街道评价均分"),
        Group.WHISTLE,
        DEPARTMENTS,
        RATINGS,
        numerator=_("各哨单的街道评价得分，折合百分"),
        denominator=_("期内被评价的哨单"),
        exclusions=_EXCLUDED,
        source=_SOURCE,
        value="b.mark",
        factor=1,
        unit=Unit.POINTS,
    ),
    Indicator(
        "right_person_rate",
        _("到场人员符合率"),
        Group.WHISTLE,
        DEPARTMENTS,
        RATINGS,
        numerator=_("街道对到场人员评满分的哨单"),
        denominator=_("期内被评价、评价项含到场人员的哨单"),
        exclusions=_EXCLUDED,
        source=_SOURCE,
        counted="b.is_person_marked",
        for_it="b.is_right_person",
    ),
    Indicator(
        "whistle_quality",
        _("吹哨质量均分"),
        Group.WHISTLE,
        STREETS,
        FEEDBACK,
        numerator=_("部门对吹哨必要性、信息完整、统筹协调的评价，折合百分"),
        denominator=_("期内部门作出的评价"),
        exclusions=_EXCLUDED,
        source=_SOURCE,
        value="b.mark",
        factor=1,
        unit=Unit.POINTS,
    ),
)
