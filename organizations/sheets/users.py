"""用户: accounts by the system administrator, the column of roles by the security administrator."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.actors import Actor
from kernel.texts import mask_phone
from organizations.actions.create_user import create_user
from organizations.actions.grant_role import grant_role
from organizations.actions.revoke_role import revoke_role
from organizations.audit import record
from organizations.models import Organization, User, UserSession
from organizations.roles import BUSINESS_ROLES, Role, excludes, fits
from organizations.secrets import phone_hash
from organizations.sheets.bulk import columns_of
from organizations.sheets.cells import text_in
from organizations.sheets.columns import Column, Directory, FlagColumn, ReferenceColumn
from organizations.sheets.draft import Draft
from organizations.sheets.organizations import organization_names
from organizations.sheets.role_column import RolesColumn
from organizations.sheets.sheet import Entry, Sheet


@dataclass(frozen=True, kw_only=True)
class PhoneColumn(Column):
    """Goes in and never comes out: empty keeps the number, a single hyphen clears it, as on the page of a user."""

    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> Any:
        text = text_in(raw)
        return "" if text == "-" else text

    def show(self, value: Any, directory: Directory) -> str:
        return mask_phone(value or "")

    def cell(self, value: Any, directory: Directory) -> str:
        return ""


class UserSheet(Sheet[User]):
    kind = "users"
    title = _("用户")
    about = _("按用户名（不分大小写）找到已有的用户；没有的用户名是开户，开户后须由系统管理员设置密码才能登录。")
    model = User
    key = ("username",)
    view_right = "organizations.view_user"
    add_right = "organizations.add_user"
    change_right = "organizations.change_user"
    columns = (
        Column(heading="用户名", field="username", required=True, example="zhangsan", width=18,
               help=_("登录用；不能改名")),
        Column(heading="姓名", field="display_name", required=True, example="张三"),
        ReferenceColumn(heading="所属组织", field="organization", names="organizations", example="古城街道",
                        width=20, help=_("组织的简称、全称或编码；任职人员先收回角色才能换组织")),
        PhoneColumn(heading="联系电话", field="phone", is_kept_when_empty=True, example="01068880000", width=16,
                    help=_("不导出；留空不改，填“-”清除")),
        FlagColumn(heading="启用", field="is_active", default=True, example="是",
                   help=_("“否”表示停用：立即不能登录，记录保留")),
        RolesColumn(heading="角色", field="role_set", right="organizations.add_rolegrant", example="派遣员、值班长",
                    width=30, help=_("几个角色用顿号分开；只有安全管理员能改这一列")),
    )  # fmt: skip
    sentences: ClassVar = {
        "username_is_unique": ("username", _("用户名已被使用")),
        "username_is_unique_in_any_case": ("username", _("用户名已被使用（不分大小写）")),
        "awaited_account_changes_its_password": ("username", _("这个账号待开通，须由本人凭开通码改密")),
    }

    def stored(self) -> QuerySet[User]:
        users = User.objects.select_related("organization").prefetch_related("role_grants")
        return users.order_by("username")

    def directory(self, stored: Sequence[User]) -> Directory:
        return {"organizations": organization_names(Organization.objects.all())}

    def label(self, obj: User) -> str:
        return f"{obj.username} {obj.display_name}".strip()

    def check(self, draft: Draft[User]) -> None:
        for entry in draft.touched:
            for field, code, sentence in _objections(entry, draft.actor):
                draft.wrong(entry, field, code, sentence)

    def consequences(self, draft: Draft[User]) -> Iterable[str]:
        opened = sum(e.stored is None for e in draft.touched)
        closed = sum("is_active" in e.changes and not _target(e).is_active for e in draft.touched if e.stored)
        if opened:
            yield gettext("将开户 %(n)s 个，都没有密码，须逐个设置后才能登录。") % {"n": opened}
        if closed:
            yield gettext("将停用 %(n)s 个用户，立即不能登录。") % {"n": closed}

    def write(self, draft: Draft[User], *, actor: Actor, now: datetime, address: str) -> None:
        for entry in draft.touched:
            user = _opened(entry, actor=actor, now=now) if entry.stored is None else _target(entry)
            _save(user, entry, actor=actor, now=now, address=address)
            if "role_set" in entry.changes:
                _give_roles(user, entry, actor=actor, now=now)


def _target(entry: Entry[User]) -> User:
    if entry.target is None:
        raise ValueError(f"row {entry.number} has no user")
    return entry.target


def _objections(entry: Entry[User], actor: Actor) -> Iterator[tuple[str, str, str]]:
    user = _target(entry)
    held = {grant.role for grant in entry.stored.role_grants.all()} if entry.stored is not None else set()
    wanted = set(entry.values.get("role_set") or ()) if "role_set" in entry.values else held
    if "organization" in entry.changes and held and wanted == held:
        words = gettext("此人有角色“%(roles)s”，请先由安全管理员收回，再换组织。")
        yield "organization", "roles_fit_the_organization", words % {"roles": _listed(held)}
    if str(user.pk) == actor.id and "is_active" in entry.changes:
        yield "is_active", "own_account", gettext("不能停用自己的账号。")
    if "role_set" in entry.changes:
        yield from _role_objections(user, wanted)


def _role_objections(user: User, wanted: set[str]) -> Iterator[tuple[str, str, str]]:
    if any(excludes(role, wanted) for role in wanted):
        words = gettext("三类管理员互斥，也不得兼任业务角色。")
        yield "role_set", "administrators_hold_no_other_role", words
    kind = user.organization.kind if user.organization else None
    for role in sorted(role for role in wanted & BUSINESS_ROLES if not fits(role, kind)):
        words = gettext("角色“%(role)s”不适用于%(organization)s的人员。")
        told = {"role": Role(role).label, "organization": user.organization or gettext("未定组织")}
        yield "role_set", "role_does_not_fit_organization", words % told


def _listed(roles: Iterable[str]) -> str:
    return "、".join(str(Role(role).label) for role in sorted(roles))


def _opened(entry: Entry[User], *, actor: Actor, now: datetime) -> User:
    new = _target(entry)
    return create_user(
        new.username,
        display_name=new.display_name,
        organization=new.organization,
        password=None,
        phone=new.phone or "",
        actor=actor,
        now=now,
    )


def _save(user: User, entry: Entry[User], *, actor: Actor, now: datetime, address: str) -> None:
    """Writes and audits the changed columns; of a new account only that it is opened closed."""
    new = _target(entry)
    if entry.stored is None and new.is_active:
        return
    names = [n for n in entry.changes if n not in ("username", "role_set")] if entry.stored else ["is_active"]
    if not names:
        return
    user.is_active, user.phone_hash = new.is_active, phone_hash(new.phone or "")
    user.save(update_fields=[*names, *(["phone_hash"] if "phone" in names else [])])
    if not user.is_active:
        UserSession.objects.filter(user=user).delete()
    shown = [name for name in names if name != "phone"]
    record(
        "organizations.user.changed",
        actor=actor,
        now=now,
        subject_kind="user",
        subject_id=user.pk,
        subject_label=str(user),
        before=None if entry.stored is None else columns_of(entry.stored, shown) | _phone_mark(names),
        after=columns_of(user, shown) | _phone_mark(names),
        address=address,
    )


def _phone_mark(names: Sequence[str]) -> dict[str, str]:
    return {"phone": "***"} if "phone" in names else {}


def _give_roles(user: User, entry: Entry[User], *, actor: Actor, now: datetime) -> None:
    """Takes back before it gives: what excludes each other may be exchanged in one go."""
    held = {grant.role for grant in entry.stored.role_grants.all()} if entry.stored is not None else set()
    wanted = set(entry.values["role_set"])
    for role in sorted(held - wanted):
        revoke_role(user, role=Role(role), actor=actor, now=now)
    for role in sorted(wanted - held):
        grant_role(user, role=Role(role), actor=actor, now=now)
