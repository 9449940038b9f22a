"""权限: the permission table to read; administrators see all of it, everybody else their own rights."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kernel.errors import NotFound
from organizations.actors import actor_of
from organizations.permissions import Permission, may, table
from organizations.roles import Role
from organizations.scopes import ApiScope


@dataclass(frozen=True, slots=True)
class Line:
    """One action: its name, a mark for each role in the order of the columns, and who else may."""

    permission: Permission
    marks: tuple[bool, ...]
    scopes: tuple[str, ...]


@require_safe
@login_required
def rights(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    sees_all = may(actor, "organizations.read_permissions")
    seen = [row for row in table() if sees_all or row.allows(actor)]
    names = {label: _app_name(label) for label in dict.fromkeys(_app_of(row) for row in seen)}
    chosen = request.GET.get("app", "")
    if chosen and chosen not in names:
        raise NotFound(_("没有这一类权限。"))
    columns = [role for role in Role if sees_all or role in actor.roles]
    shown = [row for row in seen if chosen in ("", _app_of(row))]
    groups = [(name, _lines([r for r in shown if _app_of(r) == label], columns)) for label, name in names.items()]
    context = {
        "groups": [(name, lines) for name, lines in groups if lines],
        "columns": columns,
        "apps": names.items(),
        "chosen": chosen,
        "sees_all": sees_all,
    }
    return render(request, "accounts/permissions.html", context)


def _lines(rows: Iterable[Permission], columns: list[Role]) -> list[Line]:
    return [
        Line(
            row,
            tuple(role in row.roles for role in columns),
            tuple(str(ApiScope(scope).label) for scope in sorted(row.scopes)),
        )
        for row in rows
    ]


def _app_of(row: Permission) -> str:
    return row.action.partition(".")[0]


def _app_name(label: str) -> str:
    return str(apps.get_app_config(label).verbose_name)
