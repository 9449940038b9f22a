"""Cases as the administrators see them: numbers, states and clocks to look after the system, nobody's words or names.

Read-only: a case changes through its actions alone.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.models import (
    Case,
    CaseClock,
    CaseClockHolding,
    CaseClockPause,
    CaseClockStretch,
    CaseEscalation,
    ClockKind,
    SupervisionOrder,
)
from foundation.clock import now
from foundation.large_lists import SortedByIndex
from kernel.times import due_text
from organizations.admin_base import CenterModelAdmin, ReadOnly


class DueAsRead:
    """A column `due` in place of `due_at`: 24:00 of the day instead of 00:00 of the next."""

    @admin.display(description=_("应办结"), ordering="due_at", empty_value="-")
    def due(self, row: Case | CaseClock | CaseClockStretch | CaseEscalation) -> str | None:
        return due_text(row.due_at, now=now()) if row.due_at else None


class ClockInline(DueAsRead, ReadOnly, admin.TabularInline):
    model = CaseClock
    show_change_link = True
    fields = ("kind", "holder", "state", "started_at", "limit_source", "due", "stopped_at", "rung", "next_alarm_at")
    readonly_fields = ("due",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("holder")


class PauseInline(ReadOnly, admin.TabularInline):
    model = CaseClockPause
    extra = 0


class HoldingInline(ReadOnly, admin.TabularInline):
    model = CaseClockHolding
    extra = 0


class EscalationInline(DueAsRead, ReadOnly, admin.TabularInline):
    model = CaseEscalation
    fields = ("term", "rung", "name", "action", "due", "claimed_at", "is_highest", "unheard")
    readonly_fields = ("due",)
    extra = 0


class StretchInline(DueAsRead, ReadOnly, admin.TabularInline):
    """How the clock stood before it was extended, transferred, resumed or counted anew."""

    model = CaseClockStretch
    fields = ("term", "holder", "due", "until", "ended_by")
    readonly_fields = ("due",)
    extra = 0


class SupervisionInline(ReadOnly, admin.TabularInline):
    model = SupervisionOrder
    fields = ("number", "state", "holder", "issued_at", "issued_by_label", "answered_at", "closed_at")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("holder")


class ClockKindFilter(admin.SimpleListFilter):
    """The kinds from the program: asking the table for those it holds would read all of it."""

    title = _("时钟")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(ClockKind.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(CaseClock)
class CaseClockAdmin(DueAsRead, ReadOnly, SortedByIndex, CenterModelAdmin):
    """One clock with its whole history: what it was, when it paused, who held it, what it fired."""

    list_display = ("case", "kind", "holder", "state", "started_at", "due", "stopped_at", "term", "rung")
    list_filter = (ClockKindFilter, "state")
    list_select_related = ("case", "holder")
    search_fields = ("case__case_no__exact",)
    ordering = ("-id",)
    readonly_fields = ("due",)
    fields = (
        ("case", "kind", "holder", "urgency", "state"),
        ("started_at", "recorded_at", "limit_kind", "limit_n", "limit_source", "calendar"),
        ("due", "warn_at", "is_provisional", "paused_at", "stopped_at"),
        ("term", "rung", "next_alarm_at", "alarm_failures", "last_error"),
    )
    inlines: ClassVar = [StretchInline, PauseInline, HoldingInline, EscalationInline]


@admin.register(Case)
class CaseAdmin(DueAsRead, ReadOnly, SortedByIndex, CenterModelAdmin):
    list_display = ("case_no", "order_no", "source", "flow", "state", "street", "lead", "received_at", "due")
    list_filter = ("state", "flow", "source")
    list_select_related = ("street", "lead")
    search_fields = ("case_no__exact", "order_no__exact")
    ordering = ("-received_at", "-id")
    readonly_fields = ("due",)
    inlines: ClassVar = [ClockInline, SupervisionInline]
    fields = (
        ("case_no", "order_no", "source", "sender"),
        ("flow", "state", "version", "round"),
        ("category", "needs_classification", "urgency"),
        ("street", "community", "unit_grid", "precision", "is_outside"),
        ("lead", "is_held", "hold_reason", "is_supervised"),
        ("received_at", "dispatched_at", "signed_at", "replied_at", "closed_at", "due"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("content", "search", "street__shape")


@admin.register(CaseEscalation)
class CaseEscalationAdmin(DueAsRead, ReadOnly, SortedByIndex, CenterModelAdmin):
    list_display = ("clock", "rung", "name", "action", "due", "claimed_at", "is_highest", "unheard")
    list_filter = ("action", ("unheard", admin.EmptyFieldListFilter))
    list_select_related = ("clock", "clock__case")
    ordering = ("-id",)
    search_fields = ("clock__case__case_no__exact",)
