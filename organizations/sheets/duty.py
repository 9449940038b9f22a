"""值班表."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.actors import Actor
from kernel.times import to_local
from organizations.models import DutyPost, DutyShift, Organization, User
from organizations.rosters import Turn, overlaps
from organizations.sheets.bulk import write_rows
from organizations.sheets.columns import (
    ChoiceColumn,
    Column,
    Directory,
    FlagColumn,
    MomentColumn,
    ReferenceColumn,
)
from organizations.sheets.draft import Draft
from organizations.sheets.names import Names
from organizations.sheets.organizations import organization_names
from organizations.sheets.sheet import Sheet


class DutySheet(Sheet[DutyShift]):
    kind = "duty"
    title = _("值班表")
    about = _("按单位、岗位和开始时间找到已有的班次；没有的是新增。换人直接改值班人，作废的班次把“有效”改为“否”。")
    model = DutyShift
    key = ("organization", "post", "starts_at")
    view_right = "organizations.view_dutyshift"
    add_right = "organizations.add_dutyshift"
    change_right = "organizations.change_dutyshift"
    columns = (
        ReferenceColumn(heading="单位", field="organization", names="organizations", required=True,
                        example="古城街道", width=20, help=_("组织的简称、全称或编码")),
        ChoiceColumn(heading="岗位", field="post", required=True, options=DutyPost.choices, example="值班",
                     help=_("区指挥中心的“值班”是值班长，“带班领导”是当日带班的区领导")),
        MomentColumn(heading="开始", field="starts_at", required=True, example="2026-02-13 18:00", width=18),
        MomentColumn(heading="结束", field="ends_at", required=True, example="2026-02-14 09:00", width=18,
                     help=_("班次到这一刻为止，可以是第二天")),
        ReferenceColumn(heading="值班人", field="person", names="users", required=True, example="zhangsan",
                        help=_("姓名或用户名，须是本单位人员")),
        ReferenceColumn(heading="替班人", field="stand_in", names="users", example="lisi",
                        help=_("值班人停用、调离或缺勤时由其接替，须是本单位人员；没有留空")),
        FlagColumn(heading="有效", field="is_active", default=True, example="是", help=_("“否”表示作废")),
        Column(heading="备注", field="note", width=24),
    )  # fmt: skip
    sentences: ClassVar = {
        "duty_shift_begins_once": ("starts_at", _("同一单位、岗位已有同时开始的班次")),
        "duty_shift_ends_after_it_starts": ("ends_at", _("结束须晚于开始")),
        "nobody_stands_in_for_himself": ("stand_in", _("替班人不能是值班人自己")),
    }

    def stored(self) -> QuerySet[DutyShift]:
        shifts = DutyShift.objects.select_related("organization", "person", "stand_in")
        return shifts.order_by("organization__code", "post", "starts_at")

    def directory(self, stored: Sequence[DutyShift]) -> Directory:
        return {"organizations": organization_names(Organization.objects.all()), "users": _user_names()}

    def label(self, obj: DutyShift) -> str:
        return f"{obj.organization} {obj.get_post_display()} {to_local(obj.starts_at):%m-%d %H:%M}"

    def check(self, draft: Draft[DutyShift]) -> None:
        for entry in draft.touched:
            shift = entry.target
            for name in ("person", "stand_in"):
                user = getattr(shift, name, None)
                if shift is not None and user is not None and user.organization_id != shift.organization_id:
                    words = gettext("%(user)s 不属于 %(organization)s。")
                    told = {"user": user, "organization": shift.organization}
                    draft.wrong(entry, name, "not_of_the_organization", words % told)

    def consequences(self, draft: Draft[DutyShift]) -> Iterable[str]:
        """Turns over each other are let in, for two may be on duty at once, but they are said."""
        words = gettext("%(roster)s：%(first)s 与 %(second)s 的班次自 %(at)s 起重叠。")
        for roster, turns in _rosters(draft):
            for one in overlaps(turns):
                at = f"{to_local(one.second.starts_at):%m-%d %H:%M}"
                yield words % {"roster": roster, "first": one.first.who, "second": one.second.who, "at": at}

    def write(self, draft: Draft[DutyShift], *, actor: Actor, now: datetime, address: str) -> None:
        write_rows(draft, actor=actor, now=now, address=address)


def _user_names() -> Names[User]:
    """By name or user name; a name that two share means neither."""
    names: Names[User] = Names(gettext("用户"))
    for user in User.objects.filter(organization__isnull=False).defer("password"):
        names.add(user.pk, user, [user.display_name, user.username])
    return names


def _rosters(draft: Draft[DutyShift]) -> Iterator[tuple[str, list[Turn]]]:
    """The rosters that the file touches, as they would stand."""
    touched = {(e.target.organization_id, e.target.post) for e in draft.touched if e.target is not None}
    turns: dict[tuple[int, str], list[Turn]] = defaultdict(list)
    names: dict[tuple[int, str], str] = {}
    for shift in draft.finals:
        roster = (shift.organization_id, shift.post)
        if shift.is_active and roster in touched:
            turns[roster].append(Turn(shift.starts_at, shift.ends_at, str(shift.person)))
            names[roster] = f"{shift.organization} {shift.get_post_display()}"
    for roster, found in turns.items():
        yield names[roster], found
