"""吹哨报到: how the departments answered the whistles (块考核条)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessment.indicators.kinds import DEPARTMENTS, STREETS, UNITS, Base, Group, Indicator, LeftOut, Unit, Words

_SOURCE = _("《北京市接诉即办工作条例》第三十三条和《北京市街道办事处条例》第十一条：街道评价部门")
_DUE = _("期内完成或时限届满的哨单")
_EXCLUDED = _("异议成立的、已解除的、哨已取消或退回的；批准剔除的")
_FELL_AWAY = (
    ("b.state = 'excused'", LeftOut.EXCUSED),
    ("b.is_cancelled AND b.stood_down_at IS NOT NULL", LeftOut.STOOD_DOWN),
    ("b.is_cancelled", LeftOut.WHISTLE_OVER),
)

# Each clock of a summons in the period in which it was stopped or its limit was over, whichever came first.
DUTIES = Base(
    "duties",
    """
SELECT 'summons' AS matter, s.id AS ref, w.office_id, s.department_id AS unit_id, NULL::bigint AS person_id,
    k.kind, s.state, s.stood_down_at, k.state = 'cancelled' AS is_cancelled, k.state = 'met' AS is_in_time
FROM (SELECT DISTINCT ON (summons_id, kind) * FROM enforcement_summonsclock
    WHERE kind IN ('summons_sign', 'summons_arrive', 'summons_finish')
    ORDER BY summons_id, kind, id DESC) k
JOIN enforcement_summons s ON s.id = k.summons_id
JOIN enforcement_whistle w ON w.id = s.whistle_id
WHERE (k.paused_at IS NULL OR k.due_at < k.paused_at)
    AND least(k.due_at, k.stopped_at) >= %(start)s AND least(k.due_at, k.stopped_at) < %(end)s""",
)
SUMMONSES = Base(
    "summonses",
    """
SELECT 'summons' AS matter, s.id AS ref, w.office_id, s.department_id AS unit_id, NULL::bigint AS person_id,
    w.repeat_of_id IS NOT NULL AS is_repeat,
    s.checked_in_at < %(end)s AS has_come,
    EXISTS (SELECT 1 FROM enforcement_departure d
        WHERE d.summons_id = s.id AND d.state = 'unasked' AND d.at < %(end)s) AS has_left_early,
    coalesce(s.refused_at < %(end)s, false) AS is_refused, s.state,
    w.state IN ('returned', 'cancelled') AND w.ended_at < %(end)s AS is_whistle_over
FROM enforcement_summons s JOIN enforcement_whistle w ON w.id = s.whistle_id
WHERE s.notified_at >= %(start)s AND s.notified_at < %(end)s""",
)
REPORTED = Base(
    "reported",
    """
SELECT 'summons' AS matter, s.id AS ref, w.office_id, s.department_id AS unit_id, NULL::bigint AS person_id,
    s.result, round(extract(epoch FROM s.reported_at - s.notified_at)::numeric / 3600, 4) AS hours
FROM enforcement_summons s JOIN enforcement_whistle w ON w.id = s.whistle_id
WHERE s.reported_at >= %(start)s AND s.reported_at < %(end)s""",
)


def _kept(code: str, name: Words, kind: str, numerator: Words) -> Indicator:
    """Of the summonses whose limit of this kind came up, those that kept it."""
    return _one(
        code,
        name,
        DUTIES,
        numerator,
        kinds=UNITS,
        denominator=_DUE,
        exclusions=_EXCLUDED,
        counted=f"b.kind = '{kind}'",
        for_it="b.is_in_time",
        left_out=_FELL_AWAY,
    )


def _one(code: str, name: Words, base: Base, numerator: Words, **more: Any) -> Indicator:
    facts: dict[str, Any] = {"kinds": DEPARTMENTS, "source": _SOURCE, "exclusions": _("批准剔除的")} | more
    return Indicator(code=code, name=name, group=Group.WHISTLE, base=base, numerator=numerator, **facts)


_CALLED = _("期内收到的哨单")
_OVER = (("b.state = 'excused'", LeftOut.EXCUSED), ("b.is_whistle_over", LeftOut.WHISTLE_OVER))

INDICATORS = (
    _kept("summons_signed_in_time_rate", _("按时签收率"), "summons_sign", _("在时限内签收的")),
    _kept("summons_arrived_in_time_rate", _("按时报到率"), "summons_arrive", _("在时限内报到的，以认定时间为准")),
    _kept("summons_finished_in_time_rate", _("应哨按时办结率"), "summons_finish", _("在时限内反馈结果的")),
    _one(
        "summons_attendance_rate",
        _("到场率"),
        SUMMONSES,
        _("期末前到场的"),
        denominator=_CALLED,
        exclusions=_("异议成立的、哨已取消或退回的；批准剔除的"),
        for_it="b.has_come",
        left_out=_OVER,
    ),
    _one(
        "summons_finished_rate",
        _("应哨解决率"),
        REPORTED,
        _("结果为已解决的；部分解决计一半"),
        denominator=_("期内反馈结果的哨单"),
        for_it="b.result IN ('solved', 'partly')",
        value="CASE WHEN b.result = 'partly' THEN 0.5 ELSE 1 END",
    ),
    _one(
        "summons_hours",
        _("平均办结时长"),
        REPORTED,
        _("期内反馈结果的哨单从通知到反馈的小时数"),
        denominator=_("期内反馈结果的哨单"),
        kinds=UNITS,
        value="b.hours",
        factor=1,
        unit=Unit.HOURS,
        less_is_better=True,
    ),
    _one(
        "repeat_whistle_rate",
        _("重复吹哨率"),
        SUMMONSES,
        _("因同一事项或地点重复吹哨的"),
        denominator=_CALLED,
        kinds=UNITS,
        exclusions=_("异议成立的、哨已取消或退回的；批准剔除的"),
        for_it="b.is_repeat",
        left_out=_OVER,
        less_is_better=True,
    ),
    _one(
        "left_early_rate",
        _("擅自离场率"),
        SUMMONSES,
        _("未经街道同意离场的（事不完、人不撤）"),
        denominator=_("期内收到并已到场的哨单"),
        counted="b.has_come",
        for_it="b.has_left_early",
        less_is_better=True,
    ),
    _one(
        "refused_summons_count",
        _("拒绝应哨件数"),
        SUMMONSES,
        _("期末前拒绝应哨的"),
        denominator=_("无：按件数计"),
        source=_("《北京市街道办事处条例》第四十四条"),
        counted="b.is_refused",
        weight="0",
        factor=1,
        is_sum=True,
        unit=Unit.COUNT,
        less_is_better=True,
    ),
    _one(
        "invalid_whistle_rate",
        _("无效吹哨率"),
        SUMMONSES,
        _("期末前由区中心退回或被取消的哨"),
        denominator=_("期内吹出的哨单"),
        kinds=STREETS,
        source=_("双考核：无效吹哨不超过 5%"),
        for_it="b.is_whistle_over",
        less_is_better=True,
    ),
)
