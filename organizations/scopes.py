"""What an API client's token may be good for; the words of the REST contract."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiScope(models.TextChoices):
    ORDERS_WRITE = "orders:write", _("推送工单")
    CASES_READ = "cases:read", _("查看案件")
    CASES_ACT = "cases:act", _("办理案件")
    WHISTLES_WRITE = "whistles:write", _("吹哨")
    SUMMONSES_ANSWER = "summonses:answer", _("应哨报到")
    CHANGES_READ = "changes:read", _("读取变更")
    WEBHOOKS_MANAGE = "webhooks:manage", _("管理推送地址")
    SCORES_READ = "scores:read", _("查看考核")
    # Stands in the address of a screen that everybody in the hall sees: such a token must open nothing else.
    WALL_SHOW = "wall:show", _("大屏展示（打开 /wall/令牌/，不与其他权限同用）")
