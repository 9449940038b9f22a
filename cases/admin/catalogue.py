"""The dispatch catalogue."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin.rulebook import RulebookAdmin
from cases.models import CatalogueRule
from organizations.sheets.on_list import SheetOnList


@admin.register(CatalogueRule)
class CatalogueRuleAdmin(SheetOnList, RulebookAdmin):
    sheet_kind = "catalogue"
    list_display = ("id", "title", "target", "valid_from", "valid_to", "priority", "is_active")
    list_display_links = ("id", "title")
    list_filter = ("is_active", "target_kind", "only_days", "source", "street")
    list_select_related = ("category", "street", "community", "organization")
    search_fields = ("category__path_name", "category__code", "street__name", "community__name", "organization__name")
    autocomplete_fields = ("category", "street", "community", "organization", "supervising")
    fieldsets = (
        (_("管什么"), {"fields": ("category", "street", "community", "source")}),
        (_("什么时候"), {"fields": ("valid_from", "valid_to", "only_days", "from_time", "to_time")}),
        (_("派给谁"), {"fields": ("target_kind", "organization", "supervising")}),
        (_("其他"), {"fields": ("priority", "is_active", "version", "note")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CatalogueRule]:
        # Areas carry their polygons, which no list shows.
        return super().get_queryset(request).defer("street__shape", "community__shape")

    @admin.display(description=_("派往"))
    def target(self, rule: CatalogueRule) -> str:
        return str(rule.organization or rule.get_target_kind_display())
