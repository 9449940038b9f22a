"""The file of the city's call-backs."""

import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from command_center.desk.imports.forms import dress, file_field, within_limit


class CallbackFileForm(forms.Form):
    """`request` tells one sending of the form from another, so that a double click imports once."""

    file = file_field()
    request = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="callbacks-%s", initial={"request": uuid.uuid4().hex}, label_suffix="")
        self.fields["file"].help_text = _(
            "CSV 或 xlsx，第一行是各列的名称：工单号、回访时间、是否联系上、是否联系过、是否解决、是否满意、说明。"
        )
        dress(self)

    def clean_file(self) -> UploadedFile:
        return within_limit(self.cleaned_data["file"])
