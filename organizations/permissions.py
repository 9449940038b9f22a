"""Who may do what: one table of rows, role × action for people, scope × action for API clients.

Each app declares its rows as `PERMISSIONS` in its own `permissions.py`; command_center puts the table together.
Actions are named `app.verb`. Django admin asks in its own words (`app.change_model`, see `may_model`), so that rights
in the admin are rows of the same table: either that very word, or `app.configure` for everything an app has to set up.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed
from organizations.roles import BUSINESS_ROLES, Role


@dataclass(frozen=True, slots=True)
class Permission:
    """One row: an action, its Chinese name, the roles and the token scopes that open it, and whether the system may."""

    action: str
    name: str | Promise
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[str] = frozenset()
    system: bool = True

    def allows(self, actor: Actor) -> bool:
        if actor.kind == ActorKind.SYSTEM:
            return self.system
        granted, held = (self.scopes, actor.scopes) if actor.kind == ActorKind.CLIENT else (self.roles, actor.roles)
        return not granted.isdisjoint(held)


class Table:
    """All rows by action; the same action twice is a programming error."""

    def __init__(self, rows: Iterable[Permission]) -> None:
        self._rows: dict[str, Permission] = {}
        for row in rows:
            if row.action in self._rows:
                raise ImproperlyConfigured(f"permission {row.action!r} is declared twice")
            self._rows[row.action] = row

    def __iter__(self) -> Iterator[Permission]:
        return iter(self._rows.values())

    def __contains__(self, action: str) -> bool:
        return action in self._rows

    def __getitem__(self, action: str) -> Permission:
        try:
            return self._rows[action]
        except KeyError:
            raise ImproperlyConfigured(f"no permission row declares the action {action!r}") from None


_installed: list[Table] = []


def install(rows: Iterable[Permission]) -> Table:
    """Makes these rows the table of this process; called once at start by command_center."""
    _installed[:] = [Table(rows)]
    return _installed[0]


def table() -> Table:
    """The table of this process; asking before it is put together is a programming error."""
    if not _installed:
        raise ImproperlyConfigured("the permission table is not put together yet")
    return _installed[0]


def may(actor: Actor, action: str) -> bool:
    """Whether the actor may do this; ImproperlyConfigured when no row declares the action."""
    return table()[action].allows(actor)


def require(actor: Actor, action: str) -> None:
    """Raises NotAllowed with a sentence that names the missing right."""
    row = table()[action]
    if row.allows(actor):
        return
    if actor.kind == ActorKind.CLIENT:
        scopes = "、".join(sorted(row.scopes))
        needed = gettext("需 %(scopes)s") % {"scopes": scopes} if scopes else gettext("只限人员账号")
        message = gettext("此接口账号没有“%(right)s”的权限（%(needed)s）。") % {"right": row.name, "needed": needed}
    else:
        message = gettext("您没有“%(right)s”的权限，如有需要请联系安全管理员。") % {"right": row.name}
    raise NotAllowed(message, action=action)


def may_model(actor: Actor, codename: str) -> bool:
    """Django admin's question (`cases.change_category`): its own row, else the app's `configure` row, else no."""
    rows, app = table(), codename.partition(".")[0]
    for action in (codename, f"{app}.configure"):
        if action in rows:
            return rows[action].allows(actor)
    return False


_UPLOADERS = BUSINESS_ROLES - {Role.ASSESSOR, Role.LEADER}
_UPLOADING = frozenset({"orders:write", "cases:act", "whistles:write", "summonses:answer"})
_SEEING = frozenset({"cases:read", "whistles:write", "summonses:answer"})
_SYSTEM = frozenset({Role.SYSTEM_ADMIN})
_SECURITY = frozenset({Role.SECURITY_ADMIN})
_AUDIT = frozenset({Role.AUDIT_ADMIN})

# Opening an account and giving it rights are two steps by two persons. Nothing here is ever deleted, only retired.
PERMISSIONS: Sequence[Permission] = (
    Permission("organizations.view_organization", _("查看组织"), roles=_SYSTEM | _SECURITY),
    Permission("organizations.add_organization", _("新增组织"), roles=_SYSTEM),
    Permission("organizations.change_organization", _("修改组织"), roles=_SYSTEM),
    Permission("organizations.view_user", _("查看用户"), roles=_SYSTEM | _SECURITY),
    Permission("organizations.add_user", _("新增用户"), roles=_SYSTEM),
    Permission("organizations.change_user", _("修改用户"), roles=_SYSTEM),
    Permission("organizations.view_rolegrant", _("查看角色授予"), roles=_SYSTEM | _SECURITY),
    Permission("organizations.add_rolegrant", _("授予角色"), roles=_SECURITY),
    Permission("organizations.delete_rolegrant", _("收回角色"), roles=_SECURITY),
    Permission("organizations.view_usersession", _("查看登录会话"), roles=_SECURITY),
    Permission("organizations.delete_usersession", _("结束他人的登录会话"), roles=_SECURITY),
    Permission("organizations.view_signinlock", _("查看登录锁定"), roles=_SECURITY),
    Permission("organizations.delete_signinlock", _("解除登录锁定"), roles=_SECURITY),
    Permission("organizations.read_permissions", _("查看权限总表"), roles=_SYSTEM | _SECURITY | _AUDIT),
    Permission("organizations.view_apiclient", _("查看接口账号"), roles=_SYSTEM | _SECURITY),
    Permission("organizations.add_apiclient", _("签发接口令牌"), roles=_SYSTEM),
    Permission("organizations.change_apiclient", _("更换或停用接口令牌"), roles=_SYSTEM),
    Permission("organizations.view_dutyshift", _("查看值班表"), roles=_SYSTEM),
    Permission("organizations.add_dutyshift", _("新增值班班次"), roles=_SYSTEM),
    Permission("organizations.change_dutyshift", _("修改值班班次"), roles=_SYSTEM),
    Permission("organizations.view_dutyabsence", _("查看缺勤"), roles=_SYSTEM),
    Permission("organizations.add_dutyabsence", _("登记缺勤"), roles=_SYSTEM),
    Permission("organizations.change_dutyabsence", _("修改缺勤"), roles=_SYSTEM),
    Permission("organizations.view_auditentry", _("查看审计记录"), roles=_AUDIT, system=False),
    Permission("organizations.export_auditentry", _("导出审计记录"), roles=_AUDIT, system=False),
    # Floors below this one cannot declare rows themselves.
    Permission("foundation.attach", _("上传附件"), roles=_UPLOADERS, scopes=_UPLOADING),
    Permission("foundation.see_attachment", _("查看附件"), roles=BUSINESS_ROLES, scopes=_SEEING),
    Permission("grid.configure", _("维护网格与地名"), roles=_SYSTEM),
)
