"""组织."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.actors import Actor
from organizations.models import Organization, User
from organizations.sheets.areas import community_names, street_names
from organizations.sheets.bulk import write_rows
from organizations.sheets.columns import ChoiceColumn, Column, Directory, FlagColumn, ReferenceColumn
from organizations.sheets.draft import Draft
from organizations.sheets.names import Names
from organizations.sheets.sheet import Entry, Sheet
from organizations.sheets.trees import circles


class OrganizationSheet(Sheet[Organization]):
    kind = "organizations"
    title = _("组织")
    about = _("按编码找到已有的组织；没有的编码是新增。撤销的组织把“在用”改为“否”，不能删除。")
    model = Organization
    key = ("code",)
    tree_field = "parent"
    view_right = "organizations.view_organization"
    add_right = "organizations.add_organization"
    change_right = "organizations.change_organization"
    columns = (
        Column(heading="编码", field="code", required=True, example="110107001", width=18,
               help=_("不重复；街道、社区用区划代码")),
        ChoiceColumn(heading="类别", field="kind", required=True, example="街道办事处",
                     options=Organization.Kind.choices, help=_("有人员任职的组织不能改为不适合其角色的类别")),
        Column(heading="全称", field="name", required=True, example="古城街道办事处", width=30),
        Column(heading="简称", field="short_name", required=True, example="古城街道", width=18,
               help=_("列表和地图上显示")),
        ReferenceColumn(heading="上级", field="parent", names="organizations", example="区指挥中心", width=18,
                        help=_("上级组织的编码或简称，可以是本文件中新增的组织（写编码）；没有上级留空")),
        ReferenceColumn(heading="所辖街道", field="street", names="streets", example="古城街道",
                        help=_("只有街道办事处填写")),
        ReferenceColumn(heading="所辖社区", field="community", names="communities", example="特钢社区",
                        help=_("只有社区填写；名称有重复时写区划代码")),
        FlagColumn(heading="在用", field="is_active", default=True, example="是",
                   help=_("“否”表示停用：不再派单，人员看不到案件，记录保留")),
    )  # fmt: skip
    sentences: ClassVar = {
        "code_is_unique": ("code", _("编码已被使用")),
        "street_office_has_its_street": ("street", _("街道办事处须填所辖街道，不填所辖社区")),
        "community_has_its_area_and_street": ("community", _("社区须填所辖社区和上级，不填所辖街道")),
        "only_street_and_community_have_an_area": ("kind", _("只有街道办事处和社区有辖区，请清空所辖街道和社区")),
        "nobody_is_above_itself": ("parent", _("上级不能是自己")),
        "street_has_one_office": ("street", _("一个街道只能有一个办事处")),
        "area_has_one_community": ("community", _("一个社区辖区只能有一个组织")),
        "district_has_one_centre": ("kind", _("只能有一个区指挥中心")),
    }

    def stored(self) -> QuerySet[Organization]:
        areas = ("street__shape", "community__shape")
        return Organization.objects.select_related("parent", "street", "community").defer(*areas).order_by("code")

    def directory(self, stored: Sequence[Organization]) -> Directory:
        return {
            "organizations": organization_names(stored),
            "streets": street_names(),
            "communities": community_names(),
        }

    def introduce(self, draft: Draft[Organization], entry: Entry[Organization]) -> None:
        new = entry.target
        if new is not None:
            draft.directory["organizations"].add(id(new), new, [new.code])

    def label(self, obj: Organization) -> str:
        return f"{obj.code} {obj.short_name}".strip()

    def check(self, draft: Draft[Organization]) -> None:
        for entry in circles(draft, "parent"):
            draft.wrong(entry, "parent", "circle", gettext("上级关系绕成了圈。"))
        self._check_kinds(draft)

    def _check_kinds(self, draft: Draft[Organization]) -> None:
        moved = {e.stored.pk: e for e in draft.touched if e.stored is not None and "kind" in e.changes}
        occupied = User.objects.filter(organization__in=moved, role_grants__isnull=False)
        for pk in set(occupied.values_list("organization_id", flat=True)) if moved else ():
            if pk is not None:
                words = gettext("这个组织有人员任职，角色与类别对应；请先收回角色，再改类别。")
                draft.wrong(moved[pk], "kind", "roles_fit_the_kind", words)

    def consequences(self, draft: Draft[Organization]) -> Iterable[str]:
        retired = [e.stored.pk for e in draft.touched if e.stored and e.stored.is_active and not _is_active(e)]
        if retired:
            people = User.objects.filter(organization__in=retired, is_active=True).count()
            words = gettext("将停用 %(n)s 个组织；其下 %(people)s 名在用人员将看不到案件，新案件不再派给这些组织。")
            yield words % {"n": len(retired), "people": people}

    def write(self, draft: Draft[Organization], *, actor: Actor, now: datetime, address: str) -> None:
        write_rows(draft, actor=actor, now=now, address=address)


def organization_names(organizations: Iterable[Organization]) -> Names[Organization]:
    """By short name, full name or code."""
    names: Names[Organization] = Names(gettext("组织"))
    for one in organizations:
        names.add(one.pk, one, [one.short_name, one.name, one.code])
    return names


def _is_active(entry: Entry[Organization]) -> bool:
    return entry.target is not None and entry.target.is_active
