"""The dispatch catalogue."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin.rulebook import RulebookAdmin
from cases.models import CatalogueRule
from foundation.explained import HelpTexts
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
    help_texts: ClassVar[HelpTexts] = {
        "street": _("只在该街道有效，例如 古城街道；全区留空"),
        "community": _("只在该社区有效，例如 古城路社区；选了社区就不选街道"),
        "source": _("只对这一来源的案件有效，例如 12345 热线；不限来源留空"),
        "valid_to": _("当日仍有效，例如 2026-12-31；长期有效留空"),
        "only_days": _("例如 夜间和周末由执法队值守的，选休息日另立一条"),
        "target_kind": _("例如 派往案件所在街道的选属地街道，承办单位留空"),
        "supervising": _("例如 城市管理委；直派街道的工单不填时由区指挥中心督办"),
        "priority": _("范围同样具体时，数大的优先，例如 10；一般填 0"),
        "is_active": _("停用后不再派单，案件改按次一条规则派遣；已派出的不变，保存前会列出影响"),
        "version": _("修订一次加 1，例如 2"),
    }
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
