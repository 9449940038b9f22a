"""Which notices leave the house, and to whom."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.explained import HelpTexts
from notices.models import ChannelRule, Contact
from organizations.admin_base import CenterModelAdmin


@admin.register(ChannelRule)
class ChannelRuleAdmin(CenterModelAdmin):
    list_display = ("level", "channel", "is_active")
    help_texts: ClassVar[HelpTexts] = {
        "level": _("例如 告警：超期和督办；每个级别和渠道一行"),
        "channel": _("站内通知总是有的，这里是另外的去处，例如 短信"),
        "is_active": _("取消后这一级别的通知不再走这个渠道，已排队的照发"),
    }


@admin.register(Contact)
class ContactAdmin(CenterModelAdmin):
    list_display = ("user", "by_email", "by_sms", "hears_organization")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__display_name")
    autocomplete_fields = ("user",)
    help_texts: ClassVar[HelpTexts] = {
        "user": _("例如 张三；短信发到账号上的联系电话"),
        "email": _("例如 zhangsan@example.gov.cn；加密保存，已保存的不显示，留空不改，填“-”清除"),
        "by_email": _("勾选后通知也发到上面的邮箱"),
        "by_sms": _("勾选后通知也发短信到账号上的联系电话"),
        "hears_organization": _("勾选后也接收发给全组织的通知，未勾选则只接收发给本人的"),
    }
