"""登录会话 in the admin: the security administrator sees who is signed in from where, and ends what should not be."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from organizations.actions.end_session import end_session
from organizations.actors import actor_of
from organizations.admin_base import CenterModelAdmin
from organizations.browsers import browser_name
from organizations.models import UserSession
from organizations.sessions import living


@admin.register(UserSession)
class UserSessionAdmin(CenterModelAdmin):
    """Deleting is ending; nothing is added or changed by hand, and the session's data stays unseen."""

    list_display = ("user", "address", "browser_words", "started_at", "last_seen_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__display_name", "address")
    fields = readonly_fields = ("user", "address", "browser_words", "started_at", "last_seen_at")

    @admin.display(description=_("浏览器"))
    def browser_words(self, session: UserSession) -> str:
        return browser_name(session.browser)

    def get_queryset(self, request: HttpRequest) -> QuerySet[UserSession]:
        standing = living(now()).filter(user__isnull=False)
        return standing.select_related("user").order_by("-last_seen_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        end_session(obj, actor=actor_of(request), now=now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[UserSession]) -> None:
        for session in queryset:
            self.delete_model(request, session)
