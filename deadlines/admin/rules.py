"""What the pages of calendars, days and rungs share: every change draws a new stamp of the rules."""

from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest

from deadlines.models import RulesVersion
from organizations.admin_base import CenterModelAdmin


class RulesAdmin(CenterModelAdmin):
    """Whatever is saved or deleted here makes the processes read calendar and ladder again."""

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[BaseFormSet], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        RulesVersion.bump()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        RulesVersion.bump()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        RulesVersion.bump()
