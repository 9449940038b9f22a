"""Several files in one field, taken with the camera of a phone or chosen on a desk."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST = 20


class _Files(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self, *, accept: str, most: int, **attrs: str) -> None:
        several = {"multiple": True} if most > 1 else {}
        super().__init__(attrs={**several, "accept": accept, **attrs})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class PhotosField(forms.FileField):
    """The cleaned value is a list of uploads; what each of them is, the upload itself finds out."""

    def __init__(self, *, label: Any = "", accept: str = "image/*", most: int = MOST) -> None:
        self.most = most
        widget = _Files(accept=accept, most=most, capture="environment")
        words = _("可选多张，每张最大 10 MB。") if most > 1 else _("一张，最大 10 MB。")
        super().__init__(label=label or _("照片"), help_text=words, required=False, widget=widget)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files: list[UploadedFile] = data or []
        if len(files) > self.most:
            raise forms.ValidationError(_("一次最多上传 %(most)d 个文件。") % {"most": self.most})
        return files
