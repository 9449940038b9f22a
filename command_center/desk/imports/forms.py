"""The upload form. Which rows are wrong, the import says; which file cannot be read at all, the page."""

import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from cases.imports import mappings
from command_center.desk.imports.words import WHAT_MODES_DO

MOST_BYTES = 50 * 1024 * 1024
AUTOMATIC, BY_HAND = "", "+"
_CLASSES: dict[type[Any], str] = {
    forms.Select: "form-select",
    forms.RadioSelect: "form-check-input",
    forms.CheckboxInput: "form-check-input",
}


def dress(form: forms.Form) -> None:
    """Gives the fields the look of the desk, and says which are wrong."""
    for bound in form.visible_fields():
        widget = bound.field.widget
        widget.attrs.setdefault("class", _CLASSES.get(type(widget), "form-control"))
        if bound.errors:
            widget.attrs["aria-invalid"] = "true"
            widget.attrs["class"] += " is-invalid"


def file_field() -> forms.FileField:
    """For a table that people bring."""
    return forms.FileField(
        label=_("文件"),
        help_text=_("CSV 或 xlsx，最大 50 MB，第一行是各列的名称。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": _("请选择一个文件。"),
            "empty": _("文件是空的。"),
            "invalid": _("文件没有传完整，请重新选择。"),
        },
    )


def within_limit(file: UploadedFile) -> UploadedFile:
    """The file itself; ValidationError for one that is too large."""
    if file.size is not None and file.size > MOST_BYTES:
        raise forms.ValidationError(
            _("文件有 %(size)s，超过 50 MB，请分成几个文件导入。") % {"size": filesizeformat(file.size)}
        )
    return file


class UploadForm(forms.Form):
    """`request` tells one sending of the form from another, so that a double click imports once."""

    file = file_field()
    mapping = forms.ChoiceField(label=_("列的对应"), required=False)
    mode = forms.ChoiceField(
        label=_("导入为"),
        choices=list(WHAT_MODES_DO.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择导入为新工单还是历史存档。")},
    )
    dry_run = forms.BooleanField(label=_("只试运行：检查全部内容并给出报告，什么都不写入"), required=False)
    request = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="import-%s", initial={"request": uuid.uuid4().hex}, label_suffix="")
        named = [(one.name, one.title) for one in map(mappings.read, mappings.names())]
        choice = self.fields["mapping"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(AUTOMATIC, _("自动识别")), *named, (BY_HAND, _("自己对应每一列…"))]

    def clean_file(self) -> UploadedFile:
        return within_limit(self.cleaned_data["file"])
