"""Accounts, opened by the system administrator; their roles are given by another person (`admin.grants`)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from foundation.explained import HelpTexts
from organizations.actions.change_password import require_fit_hand, settle_new_password
from organizations.actions.create_user import create_user
from organizations.actors import actor_of, address_of
from organizations.admin_base import CenterModelAdmin
from organizations.models import User, UserSession
from organizations.secrets import phone_hash
from organizations.sheets.on_list import SheetOnList

_RECORDED = ("created_at", "last_login", "password_changed_at", "must_change_password", "awaits_activation")

# Django's groups of permissions have no meaning here: rights follow from roles.
admin.site.unregister(Group)


class NewUserForm(UserCreationForm):
    """The rules of passwords stand there as Django lists them; the example is ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = self.fields["password1"].help_text
        self.fields["password1"].help_text = format_html("{}{}", rules, _("例如 几个不相干的词加数字；首次登录须修改"))
        self.fields["password2"].help_text = _("与上一栏相同，例如 逐字再输一遍，不要粘贴")

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username", "display_name", "organization", "phone")


class UserForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


@admin.register(User)
class UserAdmin(SheetOnList, CenterModelAdmin, DjangoUserAdmin):
    sheet_kind = "users"
    form = UserForm
    add_form = NewUserForm
    add_form_template = "admin/add_user.html"
    list_display = ("username", "display_name", "organization", "role_names", "is_active", "must_change_password")
    list_filter = ("is_active", "role_grants__role")
    list_select_related = ("organization",)
    search_fields = ("username", "display_name")
    autocomplete_fields = ("organization",)
    ordering = ("username",)
    filter_horizontal = ()
    help_texts: ClassVar[HelpTexts] = {
        "username": _("登录时用，不分大小写，例如 zhangsan"),
        "display_name": _("例如 张三；出现在案件流程和审计中"),
        "organization": _("例如 古城街道；决定能看到哪些案件、能担任哪些角色，有角色的人先收回角色才能调动"),
        "phone": _("例如 13900000000；加密保存，已保存的不显示，留空不改，填“-”清除"),
    }
    fieldsets = (
        (None, {"fields": ("username", "password", "display_name", "organization", "phone", "is_active")}),
        (_("角色"), {"fields": ("role_names",)}),
        (
            _("记录"),
            {
                "fields": (
                    "created_at",
                    "last_login",
                    "password_changed_at",
                    "must_change_password",
                    "awaits_activation",
                )
            },
        ),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "display_name", "organization", "phone", "password1", "password2")}),
    )

    @admin.display(description=_("角色"))
    def role_names(self, user: User) -> str:
        return "、".join(str(grant) for grant in user.role_grants.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("role_grants")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        """A telephone number finds its owner by hash; anything else is looked for in the names."""
        owners = queryset.filter(phone_hash=phone_hash(search_term))
        if phone_hash(search_term) and owners.exists():
            return owners, False
        return super().get_search_results(request, queryset, search_term)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Roles fit an organization: who moves to another gives them back first."""
        fixed = (
            "role_names",
            "created_at",
            "last_login",
            "password_changed_at",
            "must_change_password",
            "awaits_activation",
        )
        return (*fixed, "organization") if obj is not None and obj.role_grants.exists() else fixed

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        if change:
            if "phone" in form.changed_data:
                obj.phone_hash = phone_hash(obj.phone or "")
            super().save_model(request, obj, form, change)
            if not obj.is_active:
                UserSession.objects.filter(user=obj).delete()
            return
        user = create_user(
            obj.username,
            display_name=obj.display_name,
            organization=obj.organization,
            password=form.cleaned_data["password1"],
            phone=obj.phone or "",
            actor=actor_of(request),
            now=now(),
        )
        obj.pk = user.pk

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """One's own is changed where the old one is asked for."""
        user = self.get_object(request, unquote(id))
        if user is not None and user.pk == request.user.pk:
            return redirect("password_change")
        with transaction.atomic():
            if user is not None:
                User.objects.select_for_update().get(pk=user.pk)  # no role comes in between
                require_fit_hand(user, actor=actor_of(request))
            response = super().user_change_password(request, id, form_url)
            if response.status_code == 302 and user is not None:
                settle_new_password(
                    User.objects.get(pk=user.pk), actor=actor_of(request), now=now(), address=address_of(request)
                )
        return response
