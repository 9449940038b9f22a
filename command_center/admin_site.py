"""The administrators' own entrance. Rights come from the permission table through `User.has_perm`.

Django imports this while it still loads the apps: whatever touches models is imported where it is used.
"""
# ruff: noqa: PLC0415

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


class CenterAdminConfig(AdminConfig):
    """Takes the place of `django.contrib.admin` among the installed apps."""

    default_site = "command_center.admin_site.CenterAdminSite"


class CenterAdminSite(admin.AdminSite):
    """Open to active holders of an administrator role, and to nobody else: there is no superuser."""

    site_header = _("区城市管理监督指挥中心 · 系统管理")
    site_title = _("系统管理")
    index_title = _("管理事项")
    index_template = "admin/tasks.html"

    def has_permission(self, request: HttpRequest) -> bool:
        from organizations.actors import actor_of
        from organizations.roles import ADMINISTRATORS

        return bool(actor_of(request).roles & ADMINISTRATORS)

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[admin.ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        """Registers as Django does; what an app below organizations declared plainly becomes audited here."""
        from organizations.admin_base import audited

        super().register(model_or_iterable, audited(admin_class or admin.ModelAdmin), **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """By task in the order of setting up, not by the program's apps."""
        from command_center.admin_groups import by_task

        listed = super().get_app_list(request, app_label)
        return listed if app_label else by_task(listed, index_url=reverse("admin:index"))

    def get_urls(self) -> list[Any]:
        page = path("configuration/", self.admin_view(self.configuration), name="configuration")
        return [page, *super().get_urls()]

    def configuration(self, request: HttpRequest) -> HttpResponse:
        from command_center.configuration.page import configuration_page

        return configuration_page(request, self)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from command_center.configuration.page import ACTION
        from organizations.actors import actor_of
        from organizations.permissions import may

        actor = actor_of(request)
        offered = {
            "may_see_configuration": may(actor, ACTION),
            "may_see_audit": may(actor, "organizations.view_auditentry"),
        }
        return super().index(request, (extra_context or {}) | offered)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Everybody signs in at one door, where attempts are counted and recorded."""
        from django.contrib.auth.views import redirect_to_login

        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
            wanted = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted)
        if not self.has_permission(request):
            raise PermissionDenied(_("您没有系统管理权限，请联系安全管理员。"))
        return HttpResponseRedirect(wanted)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from organizations.views import SignOutView

        return SignOutView.as_view()(request)
