"""One case as a line of the exported table, as whoever asked for it sees the case."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.lamps import lamp_of
from cases.queries.requesters import masked_for
from foundation.tables.writing import Cell


def header() -> list[str]:
    return [_("案件编号"), _("工单号"), _("来源"), _("流程"), _("状态"), _("灯"), _("类别"), _("诉求类型"),
            _("紧急程度"), _("标题"), _("诉求内容"), _("地址"), _("街道"), _("社区"), _("单元网格"), _("主办单位"),
            _("诉求人"), _("电话"), _("督办"), _("疑难"), _("办理轮次"), _("返工次数"), _("退单次数"), _("催办次数"),
            _("接收时间"), _("应办结时间"), _("派遣时间"), _("签收时间"), _("首次联系时间"), _("回复时间"),
            _("办结时间"), _("办结方式")]  # fmt: skip


def for_lines(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a line shows, joined: no line asks for itself."""
    joined = cases.select_related("category", "street", "community", "unit_grid", "lead", "requester")
    left_out = ("search", "extra", "street__shape", "community__shape", "unit_grid__shape")
    return joined.defer(*left_out, "requester__address", "requester__words")


def line_of(case: Case, *, sees_secret: bool, now: datetime) -> list[Cell]:
    who = masked_for(getattr(case, "requester", None), sees_secret=sees_secret)
    return [case.case_no, case.order_no, case.get_source_display(), case.get_flow_display(), case.get_state_display(),
            str(lamp_of(case, now=now).label), case.category.path_name if case.category else "",
            case.get_request_kind_display(), case.get_urgency_display(), case.title, case.content, case.address,
            case.street.name if case.street else "", case.community.name if case.community else "",
            case.unit_grid.code if case.unit_grid else "", case.lead.name if case.lead else "",
            _("保密") if who["is_secret"] and not who["name"] else who["name"], who["phone"],
            _("是") if case.is_supervised else "", _("是") if case.is_hard else "",
            case.round, case.rework_count, case.returned_count, case.urged_count,
            case.received_at, case.due_at, case.dispatched_at, case.signed_at, case.contacted_at, case.replied_at,
            case.closed_at, case.get_closing_display()]  # fmt: skip
