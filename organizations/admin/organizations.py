from django.contrib import admin

from organizations.admin_base import CenterModelAdmin
from organizations.models import Organization


@admin.register(Organization)
class OrganizationAdmin(CenterModelAdmin):
    list_display = ("code", "short_name", "name", "kind", "parent", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("parent",)
    search_fields = ("code", "name", "short_name")
    autocomplete_fields = ("parent",)
    raw_id_fields = ("street", "community")
