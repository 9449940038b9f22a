"""Whistles as the administrators see them: numbers, states and clocks to look after the system, nobody's words.

Read-only: a whistle changes through its actions alone.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from enforcement.models import (
    Summons,
    SummonsClock,
    SummonsClockHolding,
    SummonsClockKind,
    SummonsClockPause,
    SummonsClockStretch,
    SummonsEscalation,
    Whistle,
)
from foundation.clock import now
from foundation.large_lists import SortedByIndex
from kernel.times import due_text
from organizations.admin_base import CenterModelAdmin, ReadOnly


class DueAsRead:
    """A column `due` in place of `due_at`: 24:00 of the day instead of 00:00 of the next."""

    @admin.display(description=_("到期时间"), ordering="due_at")
    def due(self, row: SummonsClock | SummonsClockStretch | SummonsEscalation) -> str:
        return due_text(row.due_at, now=now())


class SummonsInline(ReadOnly, admin.TabularInline):
    model = Summons
    fields = ("number", "department", "state", "notified_at", "signed_at", "checked_in_at", "reported_at", "rated_at")
    show_change_link = True
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("department")


class ClockInline(DueAsRead, ReadOnly, admin.TabularInline):
    model = SummonsClock
    fields = ("kind", "holder", "state", "started_at", "limit_source", "due", "stopped_at", "rung", "next_alarm_at")
    readonly_fields = ("due",)
    show_change_link = True
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("holder")


class PauseInline(ReadOnly, admin.TabularInline):
    model = SummonsClockPause
    extra = 0


class HoldingInline(ReadOnly, admin.TabularInline):
    model = SummonsClockHolding
    extra = 0


class StretchInline(DueAsRead, ReadOnly, admin.TabularInline):
    """How the clock stood before it was resumed or counted anew."""

    model = SummonsClockStretch
    fields = ("term", "holder", "due", "until", "ended_by")
    readonly_fields = ("due",)
    extra = 0


class EscalationInline(DueAsRead, ReadOnly, admin.TabularInline):
    model = SummonsEscalation
    fields = ("term", "rung", "name", "action", "due", "claimed_at", "is_highest", "unheard")
    readonly_fields = ("due",)
    extra = 0


@admin.register(Whistle)
class WhistleAdmin(ReadOnly, SortedByIndex, CenterModelAdmin):
    list_display = ("number", "kind", "state", "office", "blown_at", "repeat_count", "is_supervised", "ended_at")
    list_filter = ("state", "kind")
    list_select_related = ("office",)
    search_fields = ("number__exact",)
    ordering = ("-blown_at", "-id")
    inlines: ClassVar = [SummonsInline]
    fields = (
        ("number", "kind", "state", "version"),
        ("office", "category", "case", "repeat_of", "repeat_count"),
        ("street", "community", "unit_grid", "precision", "is_outside"),
        ("arrive_by", "finish_by", "is_supervised", "is_from_public_request"),
        ("blown_at", "first_signed_at", "on_site_at", "suspended_at", "finished_at", "ended_at"),
    )


@admin.register(Summons)
class SummonsAdmin(ReadOnly, SortedByIndex, CenterModelAdmin):
    list_display = ("number", "department", "state", "notified_at", "signed_at", "checked_in_at", "reported_at")
    list_filter = ("state",)
    list_select_related = ("department",)
    search_fields = ("number__exact",)
    ordering = ("-id",)
    inlines: ClassVar = [ClockInline]
    fields = (
        ("number", "whistle", "department", "state", "version"),
        ("is_supervised", "left_early", "result"),
        ("notified_at", "signed_at", "contacted_at", "eta", "checked_in_at", "refused_at"),
        ("reported_at", "excused_at", "stood_down_at", "rated_at"),
    )


class ClockKindFilter(admin.SimpleListFilter):
    """The kinds from the program: asking the table for those it holds would read all of it."""

    title = _("时钟")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(SummonsClockKind.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(SummonsClock)
class SummonsClockAdmin(DueAsRead, ReadOnly, SortedByIndex, CenterModelAdmin):
    """One clock with its whole history: what it was, when it paused, what it fired."""

    list_display = ("summons", "kind", "holder", "state", "started_at", "due", "stopped_at", "term", "rung")
    list_filter = (ClockKindFilter, "state")
    list_select_related = ("summons", "holder")
    search_fields = ("summons__number__exact",)
    ordering = ("-id",)
    readonly_fields = ("due",)
    fields = (
        ("summons", "kind", "holder", "urgency", "state"),
        ("started_at", "recorded_at", "limit_kind", "limit_n", "limit_source"),
        ("due", "warn_at", "is_provisional", "paused_at", "stopped_at"),
        ("term", "rung", "next_alarm_at", "alarm_failures", "last_error"),
    )
    inlines: ClassVar = [StretchInline, PauseInline, HoldingInline, EscalationInline]


@admin.register(SummonsEscalation)
class SummonsEscalationAdmin(DueAsRead, ReadOnly, SortedByIndex, CenterModelAdmin):
    list_display = ("clock", "rung", "name", "action", "due", "claimed_at", "is_highest", "unheard")
    list_filter = ("action", ("unheard", admin.EmptyFieldListFilter))
    list_select_related = ("clock", "clock__summons")
    ordering = ("-id",)
    search_fields = ("clock__summons__number__exact",)
