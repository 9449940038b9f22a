"""登录锁定 in the admin, in place of the library's own pages, which are English and show what was posted."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organizations.admin_base import CenterModelAdmin
from organizations.browsers import browser_name
from organizations.models import SignInLock


@admin.register(SignInLock)
class SignInLockAdmin(CenterModelAdmin):
    """Deleting lifts the lock; nothing is added or changed by hand. Each failure by itself is in the audit."""

    list_display = ("account", "address", "browser_words", "failures", "standing", "began_at")
    search_fields = ("username", "ip_address")
    search_help_text = _("按用户名或网络地址查找，例如 zhangsan 或 10.0.0.1")
    fields = readonly_fields = list_display

    @admin.display(description=_("用户名"), ordering="username")
    def account(self, lock: SignInLock) -> str:
        return lock.username or ""

    @admin.display(description=_("网络地址"), ordering="ip_address")
    def address(self, lock: SignInLock) -> str:
        return lock.ip_address or ""

    @admin.display(description=_("浏览器"))
    def browser_words(self, lock: SignInLock) -> str:
        return browser_name(lock.user_agent)

    @admin.display(description=_("失败次数"), ordering="failures_since_start")
    def failures(self, lock: SignInLock) -> int:
        return lock.failures_since_start

    @admin.display(description=_("状态"))
    def standing(self, lock: SignInLock) -> str:
        """Of this pair alone: the wider limits add up several of them."""
        left = settings.AXES_FAILURE_LIMIT - lock.failures_since_start
        return gettext("还可以试 %d 次") % left if left > 0 else gettext("已锁定")

    @admin.display(description=_("首次失败"), ordering="attempt_time")
    def began_at(self, lock: SignInLock) -> Any:
        return lock.attempt_time

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
