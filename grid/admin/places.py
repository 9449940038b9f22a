from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from foundation.explained import ExplainedFields, HelpTexts
from grid.actions.remove_place import remove_place
from grid.actions.save_place import save_place
from grid.admin.base import actor_of
from grid.models import Place


@admin.register(Place)
class PlaceAdmin(ExplainedFields, admin.ModelAdmin):
    list_display = ("name", "kind", "lon", "lat", "street_code", "unit_grid_code")
    list_filter = ("kind", "street_code")
    search_fields = ("name",)
    help_texts: ClassVar[HelpTexts] = {
        "kind": _("来件地址按它定位：路口、桥、地标定到点，道路只定到街道，例如 八角桥选桥"),
    }
    show_full_result_count = False
    fields = ("name", "kind", "lon", "lat", "street_code", "community_code", "unit_grid_code")
    readonly_fields = ("street_code", "community_code", "unit_grid_code")

    def save_model(self, request: HttpRequest, obj: Place, form: ModelForm, change: bool) -> None:
        save_place(obj, actor=actor_of(request), now=now())

    def delete_model(self, request: HttpRequest, obj: Place) -> None:
        remove_place(obj, actor=actor_of(request), now=now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Place]) -> None:
        for place in queryset:
            remove_place(place, actor=actor_of(request), now=now())
