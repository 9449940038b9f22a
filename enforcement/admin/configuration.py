"""Limits, rules, duty lists and rating items; whistles that are blown keep the clocks they started with."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.admin.rulebook import RulebookAdmin
from enforcement.models import DutyItem, RatingItem, WhistleLimit, WhistleRules
from foundation.explained import HelpTexts


class DatedAdmin(RulebookAdmin):
    help_texts: ClassVar[HelpTexts] = {"valid_to": _("当日仍有效，例如 2026-12-31；长期有效留空")}


@admin.register(WhistleLimit)
class WhistleLimitAdmin(DatedAdmin):
    list_display = ("kind", "clock_kind", "limit", "valid_from", "valid_to", "note")
    list_filter = ("kind", "clock_kind")
    search_fields = ("note",)


@admin.register(WhistleRules)
class WhistleRulesAdmin(DatedAdmin):
    list_display = (
        *("valid_from", "valid_to", "check_in_minutes", "repeat_days", "repeat_cap", "departments_cap", "note"),
    )
    help_texts: ClassVar[HelpTexts] = {
        **DatedAdmin.help_texts,
        "departments_cap": _("一次吹哨最多召集几个部门，例如 40"),
    }


@admin.register(DutyItem)
class DutyItemAdmin(DatedAdmin):
    list_display = ("organization", "duty", "category", "street", "kind", "valid_from", "valid_to")
    list_filter = ("kind", "valid_to")
    list_select_related = ("organization", "category", "street")
    search_fields = ("duty", "organization__name", "organization__short_name", "category__path_name")
    autocomplete_fields = ("organization", "category", "street")
    help_texts: ClassVar[HelpTexts] = {
        **DatedAdmin.help_texts,
        "street": _("只在该街道有效，例如 古城街道；全区留空"),
        "kind": _("只用于此类哨，例如 应急处置哨；不限留空"),
        "note": _("例如 依据部门三定规定"),
    }


@admin.register(RatingItem)
class RatingItemAdmin(DatedAdmin):
    list_display = ("place", "code", "name", "points", "basis", "valid_from", "valid_to")
    list_filter = ("basis",)
    search_fields = ("code", "name")
