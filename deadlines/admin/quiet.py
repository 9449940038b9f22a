"""静默时段: they move no clock, only the hour at which a notice goes out."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest

from deadlines.models import QuietHour, RulesVersion
from organizations.admin_base import CenterModelAdmin


@admin.register(QuietHour)
class QuietHourAdmin(CenterModelAdmin):
    list_display = ("urgency", "level", "starts_at", "ends_at", "valid_from", "valid_to")
    list_display_links = ("urgency", "valid_from")
    list_filter = ("urgency", "level")

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[BaseFormSet], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        RulesVersion.bump()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        RulesVersion.bump()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        RulesVersion.bump()
