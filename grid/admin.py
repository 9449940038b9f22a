"""Areas and places for administrators: looked up, renamed, closed; drawn and coded only by loading."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from grid.actions.remove_place import remove_place
from grid.actions.save_area import save_area
from grid.actions.save_place import save_place
from grid.models import Area, Community, District, Place, Street, UnitGrid
from grid.outline import outline_svg
from kernel.actors import Actor, ActorKind
from kernel.times import local_date


def _actor(request: HttpRequest) -> Actor:
    return Actor(kind=ActorKind.USER, id=str(request.user.pk), label=str(request.user))


class AreaForm(ModelForm):
    """Refuses what the action would refuse, so that it is shown at the field."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        ended = cleaned.get("ended_on")
        if ended is not None and ended > local_date(now()):
            self.add_error("ended_on", _("日期不能晚于今天"))
        return cleaned


class AreaAdmin(admin.ModelAdmin):
    """Areas come by loading and are never deleted; a code and a shape never change."""

    form = AreaForm
    list_display = ("code", "name", "area_m2", "is_illustrative", "started_on", "ended_on")
    list_filter: ClassVar[tuple[Any, ...]] = ("is_illustrative", "started_on", ("ended_on", admin.EmptyFieldListFilter))
    search_fields = ("code", "name")
    show_full_result_count = False
    list_per_page = 50
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

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Area | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Area, form: ModelForm, change: bool) -> None:
        save_area(obj, actor=_actor(request), now=now())


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


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "lon", "lat", "street_code", "unit_grid_code")
    list_filter = ("kind", "street_code")
    search_fields = ("name",)
    show_full_result_count = False
    fields = ("name", "kind", "lon", "lat", "street_code", "community_code", "unit_grid_code")
    readonly_fields = ("street_code", "community_code", "unit_grid_code")

    def save_model(self, request: HttpRequest, obj: Place, form: ModelForm, change: bool) -> None:
        save_place(obj, actor=_actor(request), now=now())

    def delete_model(self, request: HttpRequest, obj: Place) -> None:
        remove_place(obj, actor=_actor(request), now=now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Place]) -> None:
        for place in queryset:
            remove_place(place, actor=_actor(request), now=now())
