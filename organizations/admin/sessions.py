"""登录会话 in the admin: the security administrator sees who is signed in from where, and ends what should not be."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from organizations.actions.end_session import end_session
from organizations.actors import actor_of
from organizations.admin_base import CenterModelAdmin
from organizations.browsers import browser_name
from organizations.consequences import ask_first, named
from organizations.models import UserSession
from organizations.sessions import living, row_key

_AT_WORK = timedelta(minutes=5)


@admin.register(UserSession)
class UserSessionAdmin(CenterModelAdmin):
    """Deleting is ending; nothing is added or changed by hand, and the session's data stays unseen."""

    list_display = ("user", "address", "browser_words", "started_at", "last_seen_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__display_name", "address")
    actions = ("end",)
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

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Ours in place of Django's deleting, which would not say whose work is cut off."""
        return {name: one for name, one in super().get_actions(request).items() if name != "delete_selected"}

    @admin.action(description=_("结束会话"), permissions=["delete"])
    def end(self, request: HttpRequest, queryset: QuerySet[UserSession]) -> None:
        chosen = list(queryset)
        ask_first(request, gettext("%d 个登录会话") % len(chosen), list(_told(chosen, request)))
        ended = sum(end_session(session, actor=actor_of(request), now=now()) for session in chosen)
        self.message_user(request, gettext("已结束 %d 个会话。") % ended, messages.SUCCESS)

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        end_session(obj, actor=actor_of(request), now=now())


def _told(chosen: Sequence[UserSession], request: HttpRequest) -> Iterator[str]:
    """Whose sessions they are, who is at work, and whether one's own is among them."""
    owners = Counter(str(session.user) for session in chosen)
    words = gettext("%(people)d 人立即退出登录，没有提交的内容会丢失：%(who)s。")
    yield words % {"people": len(owners), "who": named([f"{one} × {n}" for one, n in owners.most_common()])}
    if at_work := sum(session.last_seen_at > now() - _AT_WORK for session in chosen):
        yield gettext("其中 %d 个会话最近五分钟内还在使用。") % at_work
    if row_key(request.session.session_key) in {session.pk for session in chosen}:
        yield gettext("其中有您自己正在使用的会话。")
