"""Roles, given by the security administrator; an administrator's with a code that only its holder should get."""

from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from foundation.explained import HelpTexts
from organizations.actions.activate import issue_activation_code
from organizations.actions.grant_role import grant_role
from organizations.actions.revoke_role import revoke_role
from organizations.actors import actor_of
from organizations.admin_base import CenterModelAdmin
from organizations.models import RoleGrant, User
from organizations.roles import Role


@admin.register(RoleGrant)
class RoleGrantAdmin(CenterModelAdmin):
    """Every change goes through the actions, which audit it themselves."""

    list_display = ("user", "role", "granted_at", "granted_by", "awaits")
    actions = ("issue_code",)
    list_filter = ("role",)
    list_select_related = ("user",)
    search_fields = ("user__username", "user__display_name")
    autocomplete_fields = ("user",)
    fields = ("user", "role")
    help_texts: ClassVar[HelpTexts] = {
        "user": _("例如 张三；不能是持有其他管理员角色的人"),
        "role": _("须与所属组织相符，例如 街道经办只能授予街道办事处的人员；管理员角色须本人凭开通码改密后生效"),
    }

    def save_model(self, request: HttpRequest, obj: RoleGrant, form: ModelForm, change: bool) -> None:
        grant = grant_role(obj.user, role=Role(obj.role), actor=actor_of(request), now=now())
        obj.pk = grant.pk
        if grant.user.awaits_activation:
            self._show_code_once(request, grant.user)

    @admin.display(description=_("开通"))
    def awaits(self, grant: RoleGrant) -> str:
        return gettext("待开通") if grant.user.awaits_activation else gettext("已生效")

    @admin.action(description=_("重发开通码（原来的作废）"), permissions=["add"])
    def issue_code(self, request: HttpRequest, queryset: QuerySet[RoleGrant]) -> None:
        for grant in queryset.select_related("user"):
            self._show_code_once(request, grant.user)

    def _show_code_once(self, request: HttpRequest, user: User) -> None:
        code = issue_activation_code(user, actor=actor_of(request), now=now())
        words = gettext(
            "“%(user)s”的开通码是 %(code)s ，只显示这一次，七天内有效。"
            "请当面交给本人，不要经过开户的人：登录并改用新密码时要填它。"
        )
        self.message_user(request, words % {"user": user, "code": code}, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: RoleGrant) -> None:
        revoke_role(obj.user, role=Role(obj.role), actor=actor_of(request), now=now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[RoleGrant]) -> None:
        for grant in queryset.select_related("user"):
            self.delete_model(request, grant)
