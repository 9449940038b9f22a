"""The form of whoever takes an alert."""

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.desk.forms.base import CaseForm, text_area


class TakeAlertForm(CaseForm):
    action = "take_alert"
    note = forms.CharField(
        label=_("处置情况"),
        max_length=300,
        required=False,
        widget=text_area(2),
        help_text=_("例如 已通知 119 和燃气公司"),
    )
