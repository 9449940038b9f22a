"""The system's own notes on its sweeps."""

from django.contrib import admin

from deadlines.models import SweepRecord
from organizations.admin_base import CenterModelAdmin, ReadOnly


@admin.register(SweepRecord)
class SweepRecordAdmin(ReadOnly, CenterModelAdmin):
    """Looked at when the health page is yellow."""

    list_display = ("clock_table", "worker", "finished_at", "claimed", "rows_fired", "failed", "oldest_due_at")
