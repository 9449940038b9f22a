"""Calendars with their working hours and the years that have data."""

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from deadlines.actions.load_calendar import load_calendar
from deadlines.admin.rules import RulesAdmin
from deadlines.models import Calendar, CalendarYear, WorkFrame


class WorkFrameInline(admin.TabularInline):
    model = WorkFrame
    extra = 0


class CalendarYearInline(admin.TabularInline):
    model = CalendarYear
    extra = 0
    can_delete = False
    readonly_fields = ("year", "source")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Calendar)
class CalendarAdmin(RulesAdmin):
    list_display = ("code", "name", "is_default")
    inlines = (WorkFrameInline, CalendarYearInline)
    actions = ("load_packaged",)

    @admin.action(description=_("载入随程序提供的节假日数据"), permissions=["change"])
    def load_packaged(self, request: HttpRequest, queryset: QuerySet[Calendar]) -> None:
        for calendar in queryset:
            loaded = load_calendar(calendar)
            words = _("%(calendar)s：写入 %(days)s 天，新增 %(years)s 个年度")
            figures = {"calendar": calendar, "days": loaded.written, "years": loaded.years}
            self.message_user(request, words % figures, messages.SUCCESS)
