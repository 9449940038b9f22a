"""查看诉求人: what it is for, chosen or in one's own words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.seeing import RevealGround


class RevealForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("事由"),
        choices=[("", _("其他，请写明理由")), *RevealGround.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    reason = forms.CharField(
        label=_("为何查看"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text=_("例如 门牌号写得不清，需要问清地点"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="reveal-%s", label_suffix="")
