"""Matching the columns of an unknown file with our fields: the form, with what the names suggest filled in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.imports import mappings
from cases.imports.columns import FIELDS, REQUIRED
from cases.imports.guessing import guess
from cases.imports.previewing import Glance
from cases.models import Source
from command_center.desk.imports import words
from command_center.desk.imports.forms import dress
from kernel.texts import mask_name, mask_phone

_NUMBER = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_SYSTEMS = (("wgs84", gettext_lazy("WGS-84 / CGCS2000")), ("gcj02", gettext_lazy("GCJ-02（高德、腾讯）")))
_STILL_OPEN = gettext_lazy("办理中、处理中、待办理、未办结、已分派、已转派")


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One line of the wizard: the column, what stands in it, the select beside it."""

    column: str
    examples: list[str]
    field: forms.BoundField


class MatchingForm(forms.Form):
    """One select for each column, `column_0` first; several columns of one field are joined in their order."""

    name = forms.CharField(
        label=gettext_lazy("给这种对应起个名称"),
        max_length=60,
        help_text=gettext_lazy("下次遇到同样的表头会自动认出来。例如：街道周报"),
        error_messages={"required": gettext_lazy("请起个名称，以后好认。")},
    )
    source = forms.ChoiceField(
        label=gettext_lazy("没有来源列时，来源记为"), choices=Source.choices, initial=Source.OTHER
    )
    crs = forms.ChoiceField(label=gettext_lazy("坐标系"), choices=_SYSTEMS, initial="wgs84")
    still_open = forms.CharField(
        label=gettext_lazy("状态列里，这些词表示还没办结"), max_length=500, required=False, initial=_STILL_OPEN
    )

    def __init__(self, data: Any = None, *, glance: Glance, needs_name: bool = True) -> None:
        super().__init__(data, auto_id="match-%s", label_suffix="")
        self.glance = glance
        self.fields["name"].required = needs_name
        guessed = guess(glance.header)
        choices = [("", _("不对应（原样保留）")), *((one, words.FIELDS[one]) for one in FIELDS)]
        for number, column in enumerate(glance.header):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=column, choices=choices, required=False, initial=guessed.get(column, "")
            )
        dress(self)

    def rows(self) -> Iterator[ColumnRow]:
        for number, column in enumerate(self.glance.header):
            field = self[f"column_{number}"]
            examples = [masked(text, field.value() or "") for text in self.glance.examples[column]]
            yield ColumnRow(column, examples, field)

    def settings(self) -> list[forms.BoundField]:
        return [self[name] for name in ("source", "crs", "still_open")]

    def clean_name(self) -> str:
        name = re.sub(r"\s+", "-", self.cleaned_data["name"].strip())
        if name and not re.fullmatch(r"[\w-]+", name):
            raise forms.ValidationError(_("名称只能用文字、数字、“-”和“_”。"))
        if name in mappings.names():
            raise forms.ValidationError(_("已经有“%s”了，请换一个名称。") % name)
        return name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["columns"] = self._columns(data)
        if absent := [str(words.FIELDS[one]) for one in REQUIRED if one not in data["columns"]]:
            raise forms.ValidationError(_("还要对应：%s。没有它们，一行不能成为工单。") % "、".join(absent))
        return data

    def suggested(self) -> dict[str, Any]:
        """What a fresh form shows, as if it had been sent."""
        return {name: self.get_initial_for_field(field, name) or "" for name, field in self.fields.items()}

    def mapping(self) -> dict[str, Any]:
        """What is saved, in the form of the packaged files."""
        data = self.cleaned_data
        still_open = [word for word in re.split(r"[\s、，,;；]+", data["still_open"]) if word]
        matched = {column for columns in data["columns"].values() for column in columns}
        return {
            "source": data["source"],
            "crs": data["crs"],
            "columns": data["columns"],
            "also": [column for column in self.glance.header if column not in matched],
            "values": {"status": dict.fromkeys(still_open, "open")},
        }

    def _columns(self, data: dict[str, Any]) -> dict[str, list[str]]:
        columns: dict[str, list[str]] = {}
        for number, column in enumerate(self.glance.header):
            if one := data.get(f"column_{number}"):
                columns.setdefault(one, []).append(column)
        return columns


def masked(text: str, one: str) -> str:
    """An example as it may be shown: enough to know the column by, too little to know the person by."""
    if one == "requester_name":
        return mask_name(text)
    if one == "requester_phone":
        return mask_phone(text) or "*" * len(text)
    return _NUMBER.sub(lambda found: mask_phone(found[0]), text)
