"""What stands on the paper, as plain texts: the print page and the docx say the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.lamps import lamp_of
from cases.queries.requesters import masked_requester
from command_center.desk.paper.parts import parts_of, written
from kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Part:
    """One table; `rows` are texts in the order of `header`."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`facts` are pairs of a word and what stands behind it."""

    case_no: str
    title: str
    content: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    foot: str


def sheet_of(case: Case, *, actor: Actor, now: datetime) -> Sheet:
    """The case as `actor` sees it at this moment, oldest first."""
    return Sheet(
        case_no=case.case_no,
        title=case.title,
        content=case.content,
        facts=[(name, text) for name, text in _facts(case, actor, now) if text],
        parts=[Part(*one) for one in parts_of(case, actor=actor) if one[2]],
        foot=_("%(who)s 于 %(when)s 从区城市管理监督指挥中心取出；诉求人信息已隐去，仅供办理使用。")
        % {"who": actor.label, "when": written(now)},
    )


def _facts(case: Case, actor: Actor, now: datetime) -> Iterator[tuple[str, str]]:
    yield _("工单号"), case.order_no
    yield _("状态"), f"{case.get_state_display()}，{lamp_of(case, now=now).label}"
    yield _("办结方式"), case.get_closing_display()
    yield _("来源"), f"{case.get_source_display()}，{case.get_request_kind_display()}"
    yield _("紧急程度"), case.get_urgency_display()
    yield _("类别"), case.category.path_name if case.category else _("未归类")
    yield _("诉求人"), _who(case, actor)
    yield _("地点"), "，".join(one for one in _places(case) if one) or _("未定位")
    yield _("主办"), case.lead.name if case.lead else _("未派")
    yield _("接收时间"), written(case.received_at)
    yield _("应办结时间"), written(case.due_at)
    yield _("办结时间"), written(case.closed_at)
    told = {"round": case.round, "rework": case.rework_count, "back": case.returned_count, "urged": case.urged_count}
    yield _("轮次"), _("第 %(round)d 轮，返工 %(rework)d 次，退单 %(back)d 次，催办 %(urged)d 次") % told
    marks = [(_("督办"), case.is_supervised), (_("疑难"), case.is_hard), (_("区外"), case.is_outside)]
    yield _("标记"), "、".join(word for word, is_so in marks if is_so)


def _who(case: Case, actor: Actor) -> str:
    who = masked_requester(case, actor=actor)
    if who["is_secret"] and not who["name"]:
        return _("保密")
    secret = _("（保密）") if who["is_secret"] else ""
    return f"{who['name'] or _('未留名')} {who['phone']}".strip() + secret


def _places(case: Case) -> tuple[str, ...]:
    areas = (case.street.name if case.street else "", case.community.name if case.community else "")
    return (*areas, case.address, case.unit_grid.code if case.unit_grid else "")
