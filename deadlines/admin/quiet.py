"""静默时段: they move no clock, only the hour at which a notice goes out."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from deadlines.models import QuietHour, RulesVersion
from foundation.explained import HelpTexts
from organizations.admin_base import CenterModelAdmin


@admin.register(QuietHour)
class QuietHourAdmin(CenterModelAdmin):
    list_display = ("urgency", "level", "starts_at", "ends_at", "valid_from", "valid_to")
    list_display_links = ("urgency", "valid_from")
    help_texts: ClassVar[HelpTexts] = {
        "urgency": _("例如 emergency 一行两栏时间都空，紧急的夜里也通知；空表示不限"),
        "level": _("例如 只让告警在夜里也送达；空表示不限，紧急程度优先于级别"),
        "valid_from": _("例如 2026-01-01"),
        "valid_to": _("含当日，例如 2026-12-31；空表示一直有效"),
    }
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
