"""派单规则."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CatalogueRule, Category, Source
from cases.models.catalogue import ON_DAYS, TargetKind
from cases.rules.catalogue import OnDays
from cases.sheets.periods import check_dated
from cases.sheets.rulebook import RulebookSheet, category_names
from cases.states import State
from organizations.models import Organization
from organizations.sheets.areas import community_names, street_names
from organizations.sheets.cells import BadCell, whole_number_in
from organizations.sheets.columns import (
    ChoiceColumn,
    Column,
    DateColumn,
    Directory,
    FlagColumn,
    NumberColumn,
    ReferenceColumn,
    TimeColumn,
)
from organizations.sheets.draft import Draft
from organizations.sheets.names import Names
from organizations.sheets.organizations import organization_names

_GROUND = ("category", "street", "community", "source", "only_days", "from_time", "to_time", "valid_from")


@dataclass(frozen=True, kw_only=True)
class NumberOfRule(Column):
    """The row's own number: it finds the rule again even when everything else of it changes."""

    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> int:
        number = whole_number_in(raw)
        try:
            directory["rules"].find(str(number))
        except BadCell as unknown:
            raise BadCell(unknown.code, unknown.message + gettext("新增的规则编号留空。")) from None
        return number

    def cell(self, value: Any, directory: Directory) -> Any:
        return value

    def set(self, obj: Model, value: Any) -> None:
        """Given by the database alone."""


class CatalogueSheet(RulebookSheet[CatalogueRule]):
    kind = "catalogue"
    title = _("派单规则")
    about = _("按编号找到已有的规则；编号留空的，按范围和生效日期在启用的规则中找，找不到就是新增。"
              "不再用的规则填写截止日期，或把“启用”改为“否”，不能删除。")  # fmt: skip
    model = CatalogueRule
    key = ("id", *_GROUND)
    identity = "id"
    columns = (
        NumberOfRule(heading="编号", field="id", is_kept_when_empty=True, width=8, help=_("由系统给出，新增的留空")),
        ReferenceColumn(heading="类别", field="category", names="categories", example="06010 暴露垃圾", width=26,
                        help=_("对该类别及其下级有效；也可写编码或全称；全部类别留空")),
        ReferenceColumn(heading="街道", field="street", names="streets", example="古城街道",
                        help=_("只在该街道有效；全区留空")),
        ReferenceColumn(heading="社区", field="community", names="communities",
                        help=_("只在该社区有效；选了社区就不选街道；名称有重复时写区划代码")),
        ChoiceColumn(heading="来源", field="source", options=Source.choices, help=_("不限来源留空")),
        ChoiceColumn(heading="日子", field="only_days", options=ON_DAYS, default=OnDays.ANY.value, example="不限"),
        TimeColumn(heading="每日自", field="from_time", example="18:00", help=_("全天留空")),
        TimeColumn(heading="每日至", field="to_time", example="08:00", help=_("早于开始即到次日；不含此刻")),
        DateColumn(heading="生效日期", field="valid_from", required=True, example="2026-01-01",
                   help=_("当日起生效")),
        DateColumn(heading="截止日期", field="valid_to", example="2026-12-31", help=_("当日仍有效；长期有效留空")),
        ChoiceColumn(heading="派往", field="target_kind", options=TargetKind.choices, example="指定单位",
                     default=TargetKind.ORGANIZATION.value, help=_("留空为指定单位")),
        ReferenceColumn(heading="承办单位", field="organization", names="organizations", example="城市管理委",
                        width=18, help=_("街道办事处、委办局或区指挥中心；派往属地街道的留空")),
        ReferenceColumn(heading="督办单位", field="supervising", names="organizations", width=18,
                        help=_("直派街道的工单不填时由区指挥中心督办")),
        NumberColumn(heading="优先级", field="priority", default=0, example="0", width=8,
                     help=_("范围同样具体时，数大的优先")),
        FlagColumn(heading="启用", field="is_active", default=True, example="是"),
        NumberColumn(heading="版本", field="version", default=1, example="1", width=8, help=_("修订一次加 1")),
        Column(heading="备注", field="note", width=30),
    )  # fmt: skip
    sentences: ClassVar = {
        "rule_names_its_target_or_the_street_where_it_lies": (
            "organization", _("指定单位须填承办单位，派往属地街道须留空"),
        ),
        "rule_names_a_street_or_a_community_not_both": ("community", _("街道和社区只能填一个")),
        "rule_has_both_ends_of_its_hours": ("to_time", _("每日自和每日至须同时填写，且不能相同")),
        "rule_ends_after_it_starts": ("valid_to", _("截止日期不能早于生效日期")),
        "one_rule_covers_one_ground_from_one_day": ("valid_from", _("同一范围、同一生效日期只能有一条启用的规则")),
    }  # fmt: skip

    def stored(self) -> QuerySet[CatalogueRule]:
        rules = CatalogueRule.objects.select_related("category", "street", "community", "organization", "supervising")
        return rules.defer("street__shape", "community__shape").order_by("id")

    def directory(self, stored: Sequence[CatalogueRule]) -> Directory:
        rules: Names[CatalogueRule] = Names(gettext("编号"))
        for rule in stored:
            rules.add(rule.pk, rule, [str(rule.pk)])
        return {
            "rules": rules,
            "categories": category_names(Category.objects.select_related("scheme")),
            "streets": street_names(),
            "communities": community_names(),
            "organizations": organization_names(Organization.objects.all()),
        }

    def key_of(self, values: Mapping[str, Any]) -> Hashable:
        return values["id"] if values.get("id") is not None else super().key_of({"id": None, **values})

    def index(self, stored: Sequence[CatalogueRule]) -> dict[Hashable, CatalogueRule]:
        grounds = {super(CatalogueSheet, self).key_of(_ground(rule)): rule for rule in stored if rule.is_active}
        return grounds | {rule.pk: rule for rule in stored}

    def label(self, obj: CatalogueRule) -> str:
        number = gettext("编号 %(id)s") % {"id": obj.pk} if obj.pk else gettext("新规则")
        return f"{number} {obj.title}"

    def check(self, draft: Draft[CatalogueRule]) -> None:
        for entry in draft.touched:
            taker = entry.target.organization if entry.target is not None else None
            if taker is not None and taker.kind == Organization.Kind.CITY:
                draft.wrong(entry, "organization", "cannot_lead", gettext("市级平台不能作承办单位。"))
        check_dated(draft, counts=lambda rule: rule.is_active)

    def consequences(self, draft: Draft[CatalogueRule]) -> Iterable[str]:
        retired = sum("is_active" in e.changes and e.stored.is_active for e in draft.touched if e.stored)
        if retired:
            yield gettext("将停用 %(n)s 条派单规则。") % {"n": retired}
        waiting = Case.objects.filter(state=State.PENDING_DISPATCH, is_held=False).count() if draft.touched else 0
        if waiting:
            yield gettext("%(n)s 件待派案件会按新的目录决定去向；已派出的不变。") % {"n": waiting}


def _ground(rule: CatalogueRule) -> dict[str, Any]:
    return {"id": None} | {name: getattr(rule, name) for name in _GROUND}
