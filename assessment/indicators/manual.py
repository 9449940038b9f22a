"""录入: what no system of the house counts yet; each value is entered for a subject and a period, with evidence."""

from django.utils.translation import gettext_lazy as _

from assessment.indicators.kinds import DEPARTMENTS, STREETS, UNITS, Base, Group, Indicator, Unit, Words
from assessment.states import SubjectKind

INPUTS = Base(
    "inputs",
    """
SELECT 'manual' AS matter, m.id AS ref, s.ref AS office_id, s.ref AS unit_id, s.ref AS person_id,
    m.indicator, m.value AS amount
FROM assessment_manualinput m JOIN assessment_subject s ON s.id = m.subject_id AND s.kind = %(kind)s
WHERE m.period_id = %(period)s AND m.replaced_at IS NULL""",
)


def _entered(
    code: str, name: Words, kinds: frozenset[SubjectKind], what: Words, *, group: Group = Group.MANUAL
) -> Indicator:
    return Indicator(
        code,
        name,
        group,
        kinds,
        INPUTS,
        numerator=what,
        denominator=_("无：录入值即得分，满分 100"),
        exclusions=_("已被更正的录入值"),
        source=_("区考核办法；录入时须附佐证文件"),
        counted=f"b.indicator = '{code}'",
        value="b.amount",
        factor=1,
        unit=Unit.POINTS,
    )


INDICATORS = (
    _entered("campaign_progress", _("专项行动"), STREETS, _("专项行动进度与反弹情况，按台账评分")),
    _entered(
        "enforcement_quality", _("执法质量"), STREETS, _("案卷评查、执法三项制度、日常巡查的评分，不含任何金额和案件量")
    ),
    _entered(
        "field_check",
        _("第三方实地检查"),
        STREETS,
        _("环境秩序、背街小巷、垃圾分类的现场检查得分"),
        group=Group.THIRD_PARTY,
    ),
    _entered(
        "satisfaction_survey",
        _("居民满意度调查"),
        STREETS,
        _("抽样调查得分，每街道样本不少于 100"),
        group=Group.THIRD_PARTY,
    ),
    _entered("stationed_staff", _("派驻人员管理"), DEPARTMENTS, _("出勤、纪律、配合（五统一）的评分")),
    _entered(
        "service_to_street",
        _("服务街道"),
        DEPARTMENTS,
        _("政策支持、数据共享、不转嫁职责的评分（街道办事处条例第十条）"),
    ),
    _entered(
        "representatives_mark",
        _("代表委员居民评价"),
        UNITS,
        _("人大代表、政协委员和居民的评价得分（街道办事处条例第十一条、第四十四条）"),
        group=Group.THIRD_PARTY,
    ),
    _entered("urgent_problems", _("紧急问题处置"), UNITS, _("紧急问题处置情况的评分")),
    _entered("leaders_and_media", _("领导批示和媒体曝光件"), UNITS, _("领导批示、媒体曝光件办理情况的评分")),
    _entered("organisation_work", _("组织保障"), UNITS, _("机构、人员、制度、经费保障的评分")),
    _entered("routine_work", _("日常管理"), UNITS, _("日常管理考核的评分")),
    _entered("special_work", _("专项工作"), UNITS, _("专项工作考核的评分")),
)
