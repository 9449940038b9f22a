"""Filing standards and the limits of the shorter clocks."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.admin.limits import LimitsAdmin
from cases.models import ClockLimit, FilingStandard
from organizations.sheets.on_list import SheetOnList


@admin.register(FilingStandard)
class FilingStandardAdmin(SheetOnList, LimitsAdmin):
    sheet_kind = "standards"
    list_display = (
        "category",
        "place",
        "condition",
        "limit",
        "counts_from",
        "urgency",
        "flow",
        "valid_from",
        "valid_to",
    )
    list_filter = ("flow", "urgency", "limit_kind", "valid_to")
    list_select_related = ("category",)
    search_fields = ("category__path_name", "category__code", "condition", "closing_condition")
    autocomplete_fields = ("category", "responsible", "competent")
    fieldsets = (
        (None, {"fields": ("category", "place", "flow", "urgency", "condition", "closing_condition")}),
        (_("时限"), {"fields": ("limit_value", "limit_kind", "counts_from")}),
        (_("单位"), {"fields": ("responsible", "competent")}),
        (_("版本"), {"fields": ("valid_from", "valid_to", "version", "note")}),
    )


@admin.register(ClockLimit)
class ClockLimitAdmin(LimitsAdmin):
    list_display = ("clock_kind", "flow", "urgency", "limit", "counts_from", "valid_from", "valid_to")
    list_filter = ("clock_kind", "flow", "urgency")
    search_fields = ("note",)
