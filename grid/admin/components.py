from typing import Any, ClassVar

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from foundation.explained import HelpTexts
from foundation.large_lists import SortedByIndex
from grid.actions.save_component import save_component
from grid.admin.base import ImportedAdmin, actor_of
from grid.models import Component


@admin.register(Component)
class ComponentAdmin(SortedByIndex, ImportedAdmin):
    """State, name and units are corrected by hand; identifier and position come by importing."""

    list_display = ("code", "name", "state", "maintainer_unit", "unit_grid_code", "started_on", "ended_on")
    # Hundreds of thousands: no filter asks the table for its values, and whole codes are found by index.
    list_filter: ClassVar[tuple[Any, ...]] = (("ended_on", admin.EmptyFieldListFilter),)
    search_fields = ("code__exact", "unit_grid_code__exact")
    search_help_text = _("按部件标识码或单元网格代码查找，须完整填写")
    help_texts: ClassVar[HelpTexts] = {
        **ImportedAdmin.help_texts,
        "name": _("例如 雨水井盖"),
        "competent_unit": _("管这类部件的部门，例如 区水务局"),
        "owner_unit": _("部件归谁所有，例如 北京排水集团"),
        "maintainer_unit": _("坏了由谁修，例如 排水集团石景山分公司"),
    }
    fields = (
        "code", "class_code", "name", "state", "competent_unit", "owner_unit", "maintainer_unit",
        "lon", "lat", "unit_grid_code", "started_on", "changed_on", "ended_on",
    )  # fmt: skip
    readonly_fields = ("code", "class_code", "lon", "lat", "unit_grid_code", "started_on", "changed_on")

    def save_model(self, request: HttpRequest, obj: Component, form: ModelForm, change: bool) -> None:
        save_component(obj, actor=actor_of(request), now=now())
