"""按号码查诉求人: the number or its end, what narrows it, and what it is for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.seeing import RevealGround
from grid.models import Street


class LookUpForm(forms.Form):
    number = forms.CharField(
        label=_("号码"),
        max_length=40,
        help_text=_("完整号码；或后四位，这时要再选一个街道，或只查近 90 天。例如 138 0000 1111 或 1111"),
        error_messages={"required": _("请填写号码。")},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off", "inputmode": "tel"}),
    )
    street = forms.ChoiceField(label=_("街道"), required=False, widget=forms.Select(attrs={"class": "form-select"}))
    is_recent = forms.BooleanField(
        label=_("只查近 90 天"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    ground = forms.ChoiceField(
        label=_("事由"),
        choices=[("", _("其他，请写明理由")), *RevealGround.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    reason = forms.CharField(
        label=_("为何查找"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text=_("例如 来电人问上次反映的事办得怎样"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="lookup-%s", label_suffix="")
        streets = Street.objects.order_by("code").values_list("code", "name").distinct()
        choice = self.fields["street"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("全区")), *dict(streets).items()]
