"""Schemes with their groups and items. What was settled keeps its own copy: a change counts from the next run."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.indicators import REGISTRY
from assessment.models import Scheme, SchemeGroup, SchemeItem
from assessment.rules.curves import plain
from cases.admin.rulebook import RulebookAdmin
from foundation.explained import ExplainedFields, HelpTexts


class WholeItems(BaseInlineFormSet):
    """The weights of all items make the full points of the scheme."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        weights = sum((row["weight"] for row in kept), Decimal(0))
        full = self.instance.full_points
        if kept and full is not None and weights != full:
            words = {"sum": plain(weights), "full": plain(full)}
            raise ValidationError(gettext("各项权重之和是 %(sum)s，应等于满分 %(full)s。") % words)


class ItemForm(forms.ModelForm):
    """The indicator is chosen from the registry, by name."""

    class Meta:
        model = SchemeItem
        fields = ("place", "code", "indicator", "weight", "curve", "curve_data")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.code, f"{one.name} {one.code}") for one in REGISTRY]
        field = self.fields["indicator"]
        self.fields["indicator"] = forms.ChoiceField(
            label=field.label, choices=[("", "—"), *known], help_text=field.help_text
        )


class SchemeItemInline(ExplainedFields, admin.TabularInline):
    model = SchemeItem
    form = ItemForm
    formset = WholeItems
    extra = 0


class SchemeGroupInline(ExplainedFields, admin.TabularInline):
    model = SchemeGroup
    extra = 0
    autocomplete_fields = ("organizations",)


@admin.register(Scheme)
class SchemeAdmin(RulebookAdmin):
    list_display = ("code", "name", "subject_kind", "full_points", "cut_off_day", "valid_from", "valid_to")
    list_filter = ("subject_kind",)
    search_fields = ("code", "name")
    inlines = (SchemeItemInline, SchemeGroupInline)
    help_texts: ClassVar[HelpTexts] = {
        "valid_to": _("当日仍有效，例如 2026-12-31；长期有效留空"),
        "partly_solved": _("解决率中部分解决怎样计，例如 按一半计"),
        "subject_kind": _("例如 街道；换了类别，项目的指标也要换"),
    }
