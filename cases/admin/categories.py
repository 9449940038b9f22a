"""Classification schemes and their trees."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.actions.name_category_paths import name_category_paths
from cases.admin.rulebook import RulebookAdmin
from cases.models import Category, CategoryScheme
from foundation.explained import HelpTexts
from organizations.admin_base import CenterModelAdmin
from organizations.sheets.on_list import SheetOnList


@admin.register(CategoryScheme)
class CategorySchemeAdmin(CenterModelAdmin):
    list_display = ("name", "standard", "version", "valid_from", "valid_to")
    search_fields = ("code", "name", "standard")
    help_texts: ClassVar[HelpTexts] = {
        "valid_to": _("当日仍有效，例如 2026-12-31；仍在使用留空"),
    }


@admin.register(Category)
class CategoryAdmin(SheetOnList, RulebookAdmin):
    sheet_kind = "categories"
    list_display = ("code", "path_name", "kind", "level", "scheme", "is_active")
    list_filter = ("kind", "level", "is_active", "scheme")
    list_select_related = ("scheme",)
    search_fields = ("code", "path_name")
    autocomplete_fields = ("parent",)
    readonly_fields = ("path_name",)
    help_texts: ClassVar[HelpTexts] = {
        "scheme": _("例如 管理部件和事项分类"),
        "level": _("1 为大类，最多 3 级，例如 市容环境是 1、暴露垃圾是 2"),
    }

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if isinstance(obj, Category):
            name_category_paths(obj)
