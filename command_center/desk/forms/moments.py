"""Moments and days as people write them into a form."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_SLIP: dict[str, Any] = {"range": _("年份应在 2000 到 2099 之间，请检查。")}


class MomentField(forms.DateTimeField):
    """A year that nobody means is a slip of the hand, which no clock and no later page could read."""

    default_error_messages = _SLIP

    def to_python(self, value: Any) -> datetime | None:
        at: datetime | None = super().to_python(value)
        if at is not None and not 2000 <= at.year <= 2099:
            raise ValidationError(self.error_messages["range"], code="range")
        return at


class DayField(forms.DateField):
    """The same for a day."""

    default_error_messages = _SLIP

    def to_python(self, value: Any) -> date | None:
        day: date | None = super().to_python(value)
        if day is not None and not 2000 <= day.year <= 2099:
            raise ValidationError(self.error_messages["range"], code="range")
        return day


def moment(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateTimeField:
    """A moment in Shanghai, as the browser's own field writes it."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return MomentField(label=label, required=required, widget=widget, help_text=help_text)
