"""Days that differ from their weekday."""

from django.contrib import admin

from deadlines.admin.rules import RulesAdmin
from deadlines.models import CalendarDay


@admin.register(CalendarDay)
class CalendarDayAdmin(RulesAdmin):
    list_display = ("day", "kind", "name", "source", "calendar")
    list_filter = ("calendar", "kind")
    date_hierarchy = "day"
    search_fields = ("name",)
