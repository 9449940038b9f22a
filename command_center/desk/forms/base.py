"""What the forms of the desk share: the version they were filled in on, and the look of their fields."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django import forms
from django.http import QueryDict

from cases.models import Case

_CLASSES: dict[type[Any], str] = {
    forms.Select: "form-select",
    forms.RadioSelect: "form-check-input",
    forms.CheckboxInput: "form-check-input",
}


class VersionedForm(forms.Form):
    """One action on one thing. `action` names it, so that ids of fields differ between the forms of a page."""

    action: ClassVar[str] = ""
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)

    def __init__(self, data: Any = None, *, version: int, now: datetime, **kwargs: Any) -> None:
        initial = {"version": version, **kwargs.pop("initial", {})}
        super().__init__(data, auto_id=f"{self.action}-%s", initial=initial, label_suffix="", **kwargs)
        self.now = now
        self.offer()
        dress(self)

    def offer(self) -> None:
        """Fills in what may be chosen; only forms with choices of their own do."""

    def on_version(self, version: int) -> Self:
        """The same words, to be sent again knowing the present version."""
        if isinstance(self.data, QueryDict):
            again = self.data.copy()
            again["version"] = str(version)
            self.data = again
        return self


class CaseForm(VersionedForm):
    """One action on one case."""

    def __init__(self, data: Any = None, *, case: Case, now: datetime, **kwargs: Any) -> None:
        self.case = case
        super().__init__(data, version=case.version, now=now, **kwargs)


def dress(form: forms.Form) -> None:
    """The look of the fields, and which of them are wrong."""
    for bound in form.visible_fields():
        widget = bound.field.widget
        widget.attrs.setdefault("class", _CLASSES.get(type(widget), "form-control"))
        if bound.errors:
            widget.attrs["aria-invalid"] = "true"
            widget.attrs["class"] += " is-invalid"


def text_area(rows: int = 3, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": str(rows), **attrs})
