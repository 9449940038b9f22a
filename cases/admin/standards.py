"""Filing standards and the limits of the shorter clocks."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.admin.limits import LimitsAdmin
from cases.models import ClockLimit, FilingStandard
from foundation.explained import HelpTexts
from organizations.sheets.on_list import SheetOnList


@admin.register(FilingStandard)
class FilingStandardAdmin(SheetOnList, LimitsAdmin):
    sheet_kind = "standards"
    list_display = (
        "category",
        "place",
        "condition",
        "limit",
        "calendar",
        "counts_from",
        "urgency",
        "flow",
        "valid_from",
        "valid_to",
    )
    list_filter = ("flow", "urgency", "limit_kind", "calendar", "valid_to")
    list_select_related = ("category", "calendar")
    search_fields = ("category__path_name", "category__code", "condition", "closing_condition")
    autocomplete_fields = ("category", "responsible", "competent")
    help_texts: ClassVar[HelpTexts] = {
        **LimitsAdmin.help_texts,
        "category": _("对该类别及其下级有效，例如 暴露垃圾；通用时限留空"),
        "place": _("同一类别有几条标准时，未经人工选择用顺序 1 的一条，例如 2"),
        "responsible": _("例如 城市管理委；由属地街道处置的留空"),
        "competent": _("例如 市容环境的主管部门是城市管理委；没有留空"),
        "version": _("修订一次加 1，例如 2"),
    }
    fieldsets = (
        (None, {"fields": ("category", "place", "flow", "urgency", "condition", "closing_condition")}),
        (_("时限"), {"fields": ("limit_value", "limit_kind", "calendar", "counts_from")}),
        (_("单位"), {"fields": ("responsible", "competent")}),
        (_("版本"), {"fields": ("valid_from", "valid_to", "version", "note")}),
    )


@admin.register(ClockLimit)
class ClockLimitAdmin(LimitsAdmin):
    list_display = ("clock_kind", "flow", "urgency", "limit", "calendar", "counts_from", "valid_from", "valid_to")
    list_filter = ("clock_kind", "flow", "urgency", "calendar")
    list_select_related = ("calendar",)
    search_fields = ("note",)
    help_texts: ClassVar[HelpTexts] = {**LimitsAdmin.help_texts, "clock_kind": _("例如 签收：派遣到签收之间")}
