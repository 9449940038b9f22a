"""Configuration of time: calendars, working hours, the ladder. Every change draws a new stamp of the rules."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from deadlines.actions.load_calendar import load_calendar
from deadlines.models import Calendar, CalendarDay, CalendarYear, LadderRung, RulesVersion, SweepRecord, WorkFrame
from organizations.admin_base import CenterModelAdmin, ReadOnly


class RulesAdmin(CenterModelAdmin):
    """Whatever is saved or deleted here makes the processes read calendar and ladder again."""

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[BaseFormSet], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        RulesVersion.bump()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        RulesVersion.bump()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        RulesVersion.bump()


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


@admin.register(CalendarDay)
class CalendarDayAdmin(RulesAdmin):
    list_display = ("day", "kind", "name", "source", "calendar")
    list_filter = ("calendar", "kind")
    date_hierarchy = "day"
    search_fields = ("name",)


@admin.register(LadderRung)
class LadderRungAdmin(RulesAdmin):
    list_display = (
        "clock_kind",
        "urgency",
        "organization_kind",
        "number",
        "name",
        "action",
        "share",
        "after_n",
        "after_kind",
        "valid_from",
        "valid_to",
    )
    list_filter = ("clock_kind", "urgency", "action")


@admin.register(SweepRecord)
class SweepRecordAdmin(ReadOnly, CenterModelAdmin):
    """The system's own notes."""

    list_display = ("clock_table", "worker", "finished_at", "claimed", "rows_fired", "failed", "oldest_due_at")
