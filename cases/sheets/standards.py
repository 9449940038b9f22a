"""立案标准."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions.follow_limits import start_following
from cases.models import Category, CountsFrom, FilingStandard, Urgency
from cases.queries.rulebook import current_rulebook
from cases.sheets.following import moved_sentence, planned_change
from cases.sheets.periods import check_dated
from cases.sheets.rulebook import RulebookSheet, category_names
from cases.states import Flow
from deadlines.limits import LimitKind
from deadlines.models import Calendar
from kernel.actors import Actor
from organizations.models import Organization
from organizations.sheets.columns import (
    ChoiceColumn,
    Column,
    DateColumn,
    Directory,
    NumberColumn,
    ReferenceColumn,
)
from organizations.sheets.draft import Draft
from organizations.sheets.names import Names
from organizations.sheets.organizations import organization_names


class StandardSheet(RulebookSheet[FilingStandard]):
    kind = "standards"
    title = _("立案标准")
    about = _("按类别、流程、紧急程度、顺序和生效日期找到已有的标准；没有的是新增。"
              "修订一条标准：为旧的填写截止日期，另起一行写新的。")  # fmt: skip
    model = FilingStandard
    key = ("category", "flow", "urgency", "place", "valid_from")
    columns = (
        ReferenceColumn(heading="类别", field="category", names="categories", example="06010 暴露垃圾", width=26,
                        help=_("对该类别及其下级有效；也可写编码或全称；通用时限留空")),
        ChoiceColumn(heading="流程", field="flow", options=Flow.choices, help=_("不限流程留空")),
        ChoiceColumn(heading="紧急程度", field="urgency", options=Urgency.choices, example="一般",
                     help=_("不限紧急程度留空")),
        NumberColumn(heading="顺序", field="place", default=1, example="1", width=8,
                     help=_("同一类别有几条标准时，未经人工选择用顺序 1 的一条；留空为 1")),
        DateColumn(heading="生效日期", field="valid_from", required=True, example="2026-01-01",
                   help=_("当日起生效")),
        DateColumn(heading="截止日期", field="valid_to", example="2026-12-31", help=_("当日仍有效；长期有效留空")),
        Column(heading="立案条件", field="condition", required=True, example="道路上有成堆垃圾未清运", width=40),
        Column(heading="结案条件", field="closing_condition", required=True, example="垃圾清运完毕，地面干净",
               width=40),
        NumberColumn(heading="时限", field="limit_value", required=True, is_whole=False, example="4", width=8,
                     help=_("可带小数，例如 0.5；单位见计时方式")),
        ChoiceColumn(heading="计时方式", field="limit_kind", required=True, options=LimitKind.choices,
                     example="工作时"),
        ChoiceColumn(heading="起算", field="counts_from", required=True, options=CountsFrom.choices,
                     example="派遣", help=_("从哪一时刻起算")),
        ReferenceColumn(heading="日历", field="calendar", names="calendars", example="shifts",
                        help=_("按哪一个日历计算，写编码或名称；默认日历留空")),
        ReferenceColumn(heading="处置单位", field="responsible", names="organizations", example="城市管理委",
                        width=18, help=_("由属地街道处置的留空")),
        ReferenceColumn(heading="主管部门", field="competent", names="organizations", example="城市管理委",
                        width=18),
        NumberColumn(heading="版本", field="version", default=1, example="1", width=8, help=_("修订一次加 1")),
        Column(heading="备注", field="note", width=30),
    )  # fmt: skip
    sentences: ClassVar = {
        "standard_has_a_positive_limit": ("limit_value", _("时限须大于 0")),
        "standard_ends_after_it_starts": ("valid_to", _("截止日期不能早于生效日期")),
        "a_standard_takes_one_place_from_one_day": ("place", _("同一类别、流程、紧急程度在同一天只能有一条占这个顺序")),
    }

    def stored(self) -> QuerySet[FilingStandard]:
        return FilingStandard.objects.select_related("category", "responsible", "competent", "calendar").order_by(
            "category__code", "place", "valid_from", "id"
        )

    def directory(self, stored: Sequence[FilingStandard]) -> Directory:
        return {
            "categories": category_names(Category.objects.select_related("scheme")),
            "organizations": organization_names(Organization.objects.all()),
            "calendars": _calendar_names(),
        }

    def check(self, draft: Draft[FilingStandard]) -> None:
        check_dated(draft)

    def consequences(self, draft: Draft[FilingStandard]) -> Iterable[str]:
        if change := planned_change(draft):
            yield moved_sentence(change)
        ended = sum("valid_to" in e.changes and _target_ends(e.target) for e in draft.touched if e.stored)
        if ended:
            yield gettext("将为 %(n)s 条标准写上截止日期。") % {"n": ended}

    def write(self, draft: Draft[FilingStandard], *, actor: Actor, now: datetime, address: str) -> None:
        before = current_rulebook()
        super().write(draft, actor=actor, now=now, address=address)
        start_following(before, title=gettext("导入立案标准"), actor=actor, now=now)


def _calendar_names() -> Names[Calendar]:
    names: Names[Calendar] = Names(gettext("日历"))
    for one in Calendar.objects.all():
        names.add(one.pk, one, [one.code, one.name])
    return names


def _target_ends(standard: FilingStandard | None) -> bool:
    return standard is not None and standard.valid_to is not None
