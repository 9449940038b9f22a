"""Words of danger."""

from django.contrib import admin

from cases.admin.rulebook import RulebookAdmin
from cases.models import AlertWord


@admin.register(AlertWord)
class AlertWordAdmin(RulebookAdmin):
    list_display = ("word", "unless", "is_active")
    list_filter = ("is_active",)
    search_fields = ("word", "unless")
