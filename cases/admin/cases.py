"""Cases as the administrators see them: numbers, states and clocks to look after the system, nobody's words or names.

Read-only: a case changes through its actions alone.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from cases.models import Case, CaseClock, CaseEscalation
from organizations.admin_base import CenterModelAdmin


class ReadOnly:
    """Nothing to add, change or delete here."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ClockInline(ReadOnly, admin.TabularInline):
    model = CaseClock
    fields = ("kind", "holder", "state", "started_at", "limit_source", "due_at", "stopped_at", "rung", "next_alarm_at")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("holder")


@admin.register(Case)
class CaseAdmin(ReadOnly, CenterModelAdmin):
    list_display = ("case_no", "order_no", "source", "flow", "state", "street", "lead", "received_at", "due_at")
    list_filter = ("state", "flow", "source")
    list_select_related = ("street", "lead")
    search_fields = ("case_no__exact", "order_no__exact")
    ordering = ("-received_at", "-id")
    inlines: ClassVar = [ClockInline]
    fields = (
        ("case_no", "order_no", "source", "sender"),
        ("flow", "state", "version", "round"),
        ("category", "needs_classification", "urgency"),
        ("street", "community", "unit_grid", "precision", "is_outside"),
        ("lead", "is_held", "hold_reason", "is_supervised"),
        ("received_at", "dispatched_at", "signed_at", "replied_at", "closed_at", "due_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("content", "search", "street__shape")


@admin.register(CaseEscalation)
class CaseEscalationAdmin(ReadOnly, CenterModelAdmin):
    list_display = ("clock", "rung", "name", "action", "due_at", "claimed_at", "is_highest")
    list_filter = ("action",)
    list_select_related = ("clock", "clock__case")
    ordering = ("-id",)
    search_fields = ("clock__case__case_no__exact",)
