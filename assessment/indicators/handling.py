"""处置与结案: the indicators of handling, with the rule of what is due for closure (GB/T 30428.4, CJ/T 292)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessment.indicators.bases import DISPATCHED, DUE, TASKS
from assessment.indicators.kinds import DEPARTMENTS, UNITS, Base, Group, Indicator, Unit, Words

_GRID = "b.flow = 'grid'"
_STANDARD = _("GB/T 30428.4《数字化城市管理信息系统 第4部分：绩效评价》，分母取业内系统通行口径")
_DUE = _("应结案数：期内处置完毕或处置时限届满的案件；仍在时限内的、挂账的不算应结案")
_NEED = _("应处置数：期内派遣的案件，一案计期内最后一次派遣")
_ON_REQUEST = _("已作废、不予受理的；批准剔除的")


def _rate(code: str, name: Words, base: Base, for_it: str, numerator: Words, **more: Any) -> Indicator:
    facts: dict[str, Any] = {
        "group": Group.GRID,
        "kinds": UNITS,
        "denominator": _DUE if base is DUE else _NEED,
        "exclusions": _ON_REQUEST,
        "source": _STANDARD,
        "counted": _GRID,
    }
    return Indicator(code=code, name=name, base=base, for_it=for_it, numerator=numerator, **(facts | more))


INDICATORS = (
    _rate("disposal_rate", _("处置率"), DISPATCHED, "b.is_disposed", _("处置数：期内已反馈处置结果的")),
    _rate(
        "on_time_disposal_rate",
        _("按期处置率"),
        DISPATCHED,
        "b.is_disposed AND b.is_on_time",
        _("按期处置数：反馈时间不晚于处置时限的"),
    ),
    _rate("closure_rate", _("结案率"), DUE, "b.is_closed", _("结案数：应结案中期末已结案的")),
    _rate(
        "on_time_closure_rate",
        _("按期结案率"),
        DUE,
        "b.is_closed AND b.is_on_time",
        _("按期结案数：已结案且处置按期的，结案时间本身不作依据"),
    ),
    _rate(
        "overdue_closure_rate",
        _("超期结案率"),
        DUE,
        "b.is_closed AND NOT b.is_on_time",
        _("超期结案数：已结案而处置超期的"),
        less_is_better=True,
    ),
    _rate(
        "rework_rate",
        _("返工率"),
        DUE,
        "b.is_reworked",
        _("返工数：期末前审核或核查不通过、退回重办过的"),
        source=_("金牛区城市管理考核办法：返工数/应结案数"),
        less_is_better=True,
    ),
    _rate(
        "rework_share_of_disposed",
        _("返工率（按处置数）"),
        DUE,
        "b.is_reworked",
        _("返工数：期末前审核或核查不通过、退回重办过的"),
        denominator=_("通过处置环节的：应结案中期末已处置的"),
        source=_("业内系统口径：返工数/处置数"),
        counted=f"{_GRID} AND b.is_disposed",
        less_is_better=True,
    ),
    _rate(
        "rework_count",
        _("返工件数"),
        DUE,
        "true",
        _("返工数：期末前审核或核查不通过、退回重办过的"),
        denominator=_("无：按件数计"),
        source=_("金华市数字城管考核办法：返工每件扣 0.2 分"),
        counted=f"{_GRID} AND b.is_reworked",
        weight="0",
        factor=1,
        is_sum=True,
        less_is_better=True,
        unit=Unit.COUNT,
    ),
    _rate(
        "extension_rate",
        _("延期率"),
        DUE,
        "b.is_extended",
        _("延期数：期末前准予延期的"),
        source=_("金牛区城市管理考核办法：延期数/应处置数；这里以应结案数为分母"),
        less_is_better=True,
    ),
    _rate(
        "overdue_open_rate",
        _("超期待处置率"),
        DUE,
        "NOT b.is_disposed",
        _("超期待处置数：时限已过、期末仍未处置的"),
        source=_("金牛区城市管理考核办法：超期待处置数/应处置数；这里以应结案数为分母"),
        less_is_better=True,
    ),
    _rate(
        "hotline_on_time_rate",
        _("诉求按时办理率"),
        DUE,
        "b.is_disposed AND b.is_on_time",
        _("在时限内答复、以后各轮也没有超期的"),
        group=Group.CALLBACK,
        source=_("《北京市接诉即办工作条例》第十三条：按工单时限办理"),
        counted="b.flow = 'hotline'",
    ),
    _rate(
        "shirking_rate",
        _("推诿率"),
        DISPATCHED,
        "b.is_shirked",
        _("推诿数：申请退单未获同意的"),
        kinds=DEPARTMENTS,
        counted="true",
        less_is_better=True,
    ),
    _rate(
        "return_rate",
        _("回退率"),
        DISPATCHED,
        "b.is_returned",
        _("回退数：退单获得同意的"),
        counted="true",
        less_is_better=True,
    ),
    _rate(
        "assist_on_time_rate",
        _("协办按时完成率"),
        TASKS,
        "b.is_done_in_time",
        _("在时限内办理完成的协办任务"),
        denominator=_("期内完成或时限届满的协办任务"),
        exclusions=_("已撤回的；批准剔除的"),
        source=_("区考核办法：协办事项按时办结、解决"),
        counted="true",
    ),
)
