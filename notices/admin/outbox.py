"""Looking only: the outbox and the notices are written by actions. Newest first and without a search: no index would
serve one, and the course of a case tells it better."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from foundation.large_lists import SortedByIndex
from notices.models import Notice, OutboxAudience, OutboxEntry
from organizations.admin_base import CenterModelAdmin, ReadOnly


class AudienceInline(ReadOnly, admin.TabularInline):
    model = OutboxAudience

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # whoever may open the entry may read whom it tells


@admin.register(OutboxEntry)
class OutboxEntryAdmin(ReadOnly, SortedByIndex, CenterModelAdmin):
    list_display = ("id", "position", "kind", "subject_kind", "subject_id", "version", "happened_at")
    ordering = ("-id",)
    inlines = (AudienceInline,)


@admin.register(Notice)
class NoticeAdmin(ReadOnly, SortedByIndex, CenterModelAdmin):
    list_display = ("id", "organization", "user", "level", "title", "created_at", "read_at")
    list_filter = ("level",)
    list_select_related = ("organization", "user")
    ordering = ("-id",)
