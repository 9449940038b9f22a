from django.contrib import admin

from organizations.admin_base import CenterModelAdmin
from organizations.models import Organization
from organizations.sheets.on_list import SheetOnList


@admin.register(Organization)
class OrganizationAdmin(SheetOnList, CenterModelAdmin):
    sheet_kind = "organizations"
    list_display = ("code", "short_name", "name", "kind", "parent", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("parent",)
    search_fields = ("code", "name", "short_name")
    autocomplete_fields = ("parent",)
    raw_id_fields = ("street", "community")
