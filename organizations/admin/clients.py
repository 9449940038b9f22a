from collections.abc import Callable
from copy import copy
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from foundation.explained import HelpTexts
from organizations.actions.disable_client import disable_client
from organizations.actions.issue_token import LIFETIME, issue_token
from organizations.actions.rotate_token import OVERLAP, rotate_token
from organizations.actors import actor_of
from organizations.admin_base import CenterModelAdmin
from organizations.consequences import ask_first, consequences_of
from organizations.models import ApiClient
from organizations.scopes import ApiScope
from organizations.tokens import IssuedToken

EXPIRY_WARNING_DAYS = 30


class NewClientForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label=_("权限范围"),
        choices=ApiScope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只勾选对方用得到的，例如 只取案件的系统只勾选读取案件；签发后不能增减"),
    )
    valid_days = forms.IntegerField(
        label=_("有效天数"),
        min_value=1,
        max_value=1096,
        initial=LIFETIME.days,
        help_text=_("例如 365；到期前 30 天列表里提示更换"),
    )

    class Meta:
        model = ApiClient
        fields = ("organization", "name", "scopes")


@admin.register(ApiClient)
class ApiClientAdmin(CenterModelAdmin):
    """A client is issued, given a new token or disabled; nothing about it is edited afterwards."""

    list_display = (
        "name",
        "organization",
        "token_prefix",
        "scopes",
        "life",
        "expires_at",
        "previous_expires_at",
        "last_used_at",
    )
    list_filter = ("is_active",)
    list_select_related = ("organization",)
    search_fields = ("name", "organization__name", "token_prefix")
    autocomplete_fields = ("organization",)
    help_texts: ClassVar[HelpTexts] = {
        "organization": _("令牌代表哪个单位，例如 市热线；它只能看到这个单位看得到的案件"),
    }
    actions = ("rotate", "disable")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **(kwargs if change else {**kwargs, "form": NewClientForm}))

    def get_fields(self, request: HttpRequest, obj: ApiClient | None = None) -> tuple[str, ...]:
        return ("organization", "name", "scopes", "valid_days") if obj is None else self._shown

    def get_readonly_fields(self, request: HttpRequest, obj: ApiClient | None = None) -> tuple[str, ...]:
        return () if obj is None else self._shown

    _shown = (
        "organization",
        "name",
        "scopes",
        "token_prefix",
        "created_at",
        "expires_at",
        "previous_expires_at",
        "last_used_at",
        "is_active",
    )

    @admin.display(description=_("状态"))
    def life(self, client: ApiClient) -> str:
        """Said in words, and early enough for a new token to reach the unit that uses it."""
        if not client.is_active:
            return gettext("已停用")
        days = (client.expires_at - now()).days
        if days < 0:
            return gettext("已过期")
        if days < EXPIRY_WARNING_DAYS:
            return gettext("还有 %(n)d 天到期，请更换令牌") % {"n": days}
        return gettext("有效")

    def save_model(self, request: HttpRequest, obj: ApiClient, form: forms.ModelForm, change: bool) -> None:
        if change:
            return
        issued = issue_token(
            obj.organization,
            name=obj.name,
            scopes=form.cleaned_data["scopes"],
            lifetime=timedelta(days=form.cleaned_data["valid_days"]),
            actor=actor_of(request),
            now=now(),
        )
        obj.pk = issued.client.pk
        self._show_once(request, issued)

    @admin.action(description=_("更换令牌（旧令牌 24 小时后失效）"), permissions=["change"])
    def rotate(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> None:
        until = now() + OVERLAP
        self._ask_first(request, queryset, lambda client: {"previous_expires_at": min(until, client.expires_at)})
        # One refusal undoes all of them: nothing is shown before every new token is sure.
        for issued in [rotate_token(client, actor=actor_of(request), now=now()) for client in queryset]:
            self._show_once(request, issued)

    @admin.action(description=_("停用（立即生效，不能恢复）"), permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> None:
        self._ask_first(request, queryset, lambda _client: {"is_active": False})
        for client in queryset:
            disable_client(client, reason=gettext("系统管理中停用"), actor=actor_of(request), now=now())

    def _ask_first(
        self, request: HttpRequest, queryset: QuerySet[ApiClient], change: Callable[[ApiClient], dict[str, Any]]
    ) -> None:
        """What ends with the tokens: told of each client, before any of them is touched."""
        sentences: list[str] = []
        for client in queryset:
            after = copy(client)
            vars(after).update(change(client))
            sentences += consequences_of(client, after)
        ask_first(request, "、".join(client.name for client in queryset), sentences)

    def _show_once(self, request: HttpRequest, issued: IssuedToken) -> None:
        sentence = gettext("“%(name)s”的令牌是 %(token)s ，只显示这一次，请立即交给使用单位妥善保存。")
        self.message_user(request, sentence % {"name": issued.client.name, "token": issued.token}, messages.WARNING)
