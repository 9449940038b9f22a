from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.large_lists import SortedByIndex
from organizations.admin_base import CenterModelAdmin
from organizations.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(SortedByIndex, CenterModelAdmin):
    """Read only: the permission table has no row that would add, change or delete an entry."""

    list_display = ("at", "kind", "actor_label", "subject_label", "reason", "address")
    list_display_links = ("at",)
    ordering = ("-at",)
    # Whole words only: they find their rows by index at any size of the table.
    search_fields = ("kind__exact", "actor_key__exact")
    search_help_text = _("按事项（如 user.signed_in）或操作者标识（如 user:7）查找，须完整填写；更多条件见“审计”页")
