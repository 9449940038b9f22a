"""Which notices leave the house, and to whom."""

from django.contrib import admin

from notices.models import ChannelRule, Contact
from organizations.admin_base import CenterModelAdmin


@admin.register(ChannelRule)
class ChannelRuleAdmin(CenterModelAdmin):
    list_display = ("level", "channel", "is_active")


@admin.register(Contact)
class ContactAdmin(CenterModelAdmin):
    list_display = ("user", "by_email", "by_sms", "hears_organization")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__display_name")
    autocomplete_fields = ("user",)
