"""Limits, rules, duty lists and rating items; whistles that are blown keep the clocks they started with."""

from django.contrib import admin

from cases.admin.rulebook import RulebookAdmin
from enforcement.models import DutyItem, RatingItem, WhistleLimit, WhistleRules


@admin.register(WhistleLimit)
class WhistleLimitAdmin(RulebookAdmin):
    list_display = ("kind", "clock_kind", "limit", "valid_from", "valid_to", "note")
    list_filter = ("kind", "clock_kind")
    search_fields = ("note",)


@admin.register(WhistleRules)
class WhistleRulesAdmin(RulebookAdmin):
    list_display = (
        *("valid_from", "valid_to", "check_in_minutes", "repeat_days", "repeat_cap", "departments_cap", "note"),
    )


@admin.register(DutyItem)
class DutyItemAdmin(RulebookAdmin):
    list_display = ("organization", "duty", "category", "street", "kind", "valid_from", "valid_to")
    list_filter = ("kind", "valid_to")
    list_select_related = ("organization", "category", "street")
    search_fields = ("duty", "organization__name", "organization__short_name", "category__path_name")
    autocomplete_fields = ("organization", "category", "street")


@admin.register(RatingItem)
class RatingItemAdmin(RulebookAdmin):
    list_display = ("place", "code", "name", "points", "basis", "valid_from", "valid_to")
    list_filter = ("basis",)
    search_fields = ("code", "name")
