from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from foundation.explained import HelpTexts
from grid.actions.save_duty_grid import save_duty_grid
from grid.admin.base import ImportedAdmin, actor_of
from grid.models import DutyGrid


@admin.register(DutyGrid)
class DutyGridAdmin(ImportedAdmin):
    """Another inspector, another name, an end; which unit grids belong to it comes by importing."""

    list_display = ("code", "name", "inspector", "unit_grids_in_force", "started_on", "ended_on")
    list_filter: ClassVar[tuple[Any, ...]] = (("ended_on", admin.EmptyFieldListFilter),)
    search_fields = ("code", "name", "inspector", "identifier")
    help_texts: ClassVar[HelpTexts] = {
        **ImportedAdmin.help_texts,
        "name": _("例如 古城街道第三责任网格"),
        "inspector": _("监督员的账号标识，例如 user:7；空表示没有监督员"),
    }
    fields = ("code", "identifier", "name", "inspector", "unit_grid_codes", "started_on", "ended_on")
    readonly_fields = ("code", "identifier", "unit_grid_codes", "started_on")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DutyGrid]:
        counted = Count("unit_grids", filter=Q(unit_grids__ended_on__isnull=True))
        return super().get_queryset(request).annotate(unit_grid_count=counted)

    @admin.display(description=_("单元网格数"), ordering="unit_grid_count")
    def unit_grids_in_force(self, duty_grid: DutyGrid) -> int:
        return int(getattr(duty_grid, "unit_grid_count", 0))

    @admin.display(description=_("单元网格"))
    def unit_grid_codes(self, duty_grid: DutyGrid) -> str:
        return "、".join(duty_grid.unit_grids.filter(ended_on__isnull=True).values_list("code", flat=True))

    def save_model(self, request: HttpRequest, obj: DutyGrid, form: ModelForm, change: bool) -> None:
        save_duty_grid(obj, actor=actor_of(request), now=now())
