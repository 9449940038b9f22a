from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from foundation.explained import HelpTexts
from grid.actions.save_area import save_area
from grid.admin.base import ImportedAdmin, actor_of
from grid.models import Area, Community, District, Street, UnitGrid
from grid.outline import outline_svg


class AreaAdmin(ImportedAdmin):
    """Areas come by loading and are never deleted; a code and a shape never change."""

    list_display = ("code", "name", "area_m2", "is_illustrative", "started_on", "ended_on")
    list_filter: ClassVar[tuple[Any, ...]] = ("is_illustrative", "started_on", ("ended_on", admin.EmptyFieldListFilter))
    search_fields = ("code", "name")
    help_texts: ClassVar[HelpTexts] = {
        **ImportedAdmin.help_texts,
        "name": _("页面和导出中显示的名称，例如 古城街道；编码不变，已有案件跟着显示新名称"),
    }
    list_select_related: ClassVar[tuple[str, ...]] = ()
    fields: ClassVar[tuple[str, ...]] = (
        "code",
        "name",
        "area_m2",
        "is_illustrative",
        "started_on",
        "ended_on",
        "outline",
    )
    readonly_fields: ClassVar[tuple[str, ...]] = ("code", "area_m2", "is_illustrative", "started_on", "outline")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Area]:
        """Without the polygons of the areas above; the own one is read when the outline is drawn."""
        above = [f"{name}__shape" for name in self.list_select_related or ()]
        return super().get_queryset(request).defer("shape", *above)

    @admin.display(description=_("边界"))
    def outline(self, area: Area) -> SafeString:
        return outline_svg(area.shape)

    def save_model(self, request: HttpRequest, obj: Area, form: ModelForm, change: bool) -> None:
        save_area(obj, actor=actor_of(request), now=now())


@admin.register(District)
class DistrictAdmin(AreaAdmin):
    pass


@admin.register(Street)
class StreetAdmin(AreaAdmin):
    list_display = ("code", "name", "district", "area_m2", "started_on", "ended_on")
    list_select_related = ("district",)
    fields = ("district", *AreaAdmin.fields)
    readonly_fields = ("district", *AreaAdmin.readonly_fields)


@admin.register(Community)
class CommunityAdmin(AreaAdmin):
    list_display = ("code", "name", "street", "area_m2", "started_on", "ended_on")
    list_filter = ("street", *AreaAdmin.list_filter)
    list_select_related = ("street",)
    fields = ("street", *AreaAdmin.fields)
    readonly_fields = ("street", *AreaAdmin.readonly_fields)


@admin.register(UnitGrid)
class UnitGridAdmin(AreaAdmin):
    list_display = ("code", "name", "community", "area_m2", "started_on", "ended_on")
    list_filter = ("community__street", *AreaAdmin.list_filter)
    list_select_related = ("community",)
    fields = ("community", *AreaAdmin.fields)
    readonly_fields = ("community", *AreaAdmin.readonly_fields)
