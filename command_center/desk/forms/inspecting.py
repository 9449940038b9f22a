"""Forms of inspectors: what they found on the spot, and what the centre sends them for."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import FilingStandard
from cases.queries.standards import standards_of
from command_center.desk.forms.base import CaseForm, text_area
from command_center.desk.forms.photos import PhotosField

_FITTING = _("按案件类别自动选用")


class SendToVerifyForm(CaseForm):
    action = "send_to_verify"
    words = forms.CharField(
        label=_("要核实什么"),
        max_length=200,
        required=False,
        help_text=_("可留空；例如 是否仍有垃圾堆放，属于哪个单位"),
    )


class VerifyForm(CaseForm):
    action = "verify"
    is_true = forms.TypedChoiceField(
        label=_("现场情况"),
        choices=[("yes", _("属实，立案")), ("no", _("不属实，不予立案"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    standard = forms.ModelChoiceField(
        FilingStandard.objects.none(), label=_("立案条件"), required=False, empty_label=_FITTING
    )
    words = forms.CharField(
        label=_("说明"), max_length=300, required=False, widget=text_area(2), help_text=_("不属实时必填")
    )

    def offer(self) -> None:
        field = self.fields["standard"]
        field.queryset = standards_of(self.case, at=self.now)  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: f"{row.condition}（{row.limit}）"  # type: ignore[attr-defined]


class SelfHandleForm(CaseForm):
    action = "self_handle"
    words = forms.CharField(label=_("处置情况"), max_length=300, widget=text_area(2))
    before = PhotosField(label=_("处置前照片"))
    after = PhotosField(label=_("处置后照片"))


class CheckForm(CaseForm):
    action = "check"
    is_passed = forms.TypedChoiceField(
        label=_("核查结果"),
        choices=[("yes", _("通过，结案")), ("no", _("不通过，返工"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("现场情况"), max_length=300, required=False, widget=text_area(2), help_text=_("不通过时必填")
    )
    photos = PhotosField(label=_("核查照片"))

    def offer(self) -> None:
        if self.case.standard is not None:
            words = gettext("结案条件：%(condition)s") % {"condition": self.case.standard.closing_condition}
            self.fields["is_passed"].help_text = words
