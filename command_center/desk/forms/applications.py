"""Forms for 退单、延期、挂账: three applications, the centre's decisions, and the way back from the shelf."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.states import Flow
from command_center.desk.forms.base import CaseForm, text_area
from command_center.desk.forms.moments import moment
from command_center.desk.forms.units import proposed_unit, units_but


class RequestReturnForm(CaseForm):
    action = "request_return"
    reason = forms.CharField(label=_("退单理由"), max_length=500, widget=text_area(2))
    basis = forms.CharField(label=_("依据"), max_length=300, help_text=_("职责或管辖的依据，例如 三定方案第四条"))
    organization = proposed_unit()

    def offer(self) -> None:
        self.fields["organization"].queryset = units_but(self.case.lead_id)  # type: ignore[attr-defined]


class DecisionForm(CaseForm):
    is_approved = forms.TypedChoiceField(
        label=_("审批意见"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(label=_("说明"), max_length=300, required=False, help_text=_("不同意时必填"))


class DecideReturnForm(DecisionForm):
    action = "decide_return"
    organization = proposed_unit(label=_("同意后派往"), empty_label=_("稍后由派遣员派遣"))

    def offer(self) -> None:
        self.fields["organization"].queryset = units_but(self.case.lead_id)  # type: ignore[attr-defined]


class RequestExtensionForm(CaseForm):
    action = "request_extension"
    reason = forms.CharField(label=_("延期理由"), max_length=500, widget=text_area(2))
    until = moment(_("延到"), help_text=_("延到何时和延长多少，二者填一项"))
    n = forms.DecimalField(label=_("延长"), required=False, max_digits=9, decimal_places=4)
    is_requester_told = forms.BooleanField(label=_("已把理由告知诉求人"), required=False)

    def offer(self) -> None:
        clock = self.case.clocks.filter(kind="handle").order_by("-id").first()
        if clock is not None and clock.limit is not None:
            unit = clock.limit.kind.label
            self.fields["n"].help_text = _("单位：%(unit)s，与原时限相同") % {"unit": unit}
        else:
            del self.fields["n"]
        if self.case.flow != Flow.HOTLINE:
            del self.fields["is_requester_told"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and (data.get("until") is None) == (data.get("n") is None):
            self.add_error("until", _("请写明延到何时，或延长多少，二者选一。"))
        return data


class DecideExtensionForm(DecisionForm):
    action = "decide_extension"


class RequestShelvingForm(CaseForm):
    action = "request_shelving"
    reason = forms.CharField(label=_("挂账理由"), max_length=500, widget=text_area(2))
    plan = forms.CharField(
        label=_("解决计划"), max_length=500, widget=text_area(2), help_text=_("例如 列入春季道路大修，4 月底前完工")
    )
    until = moment(_("挂账至"), required=True, help_text=_("到期自动恢复办理"))

    def clean_until(self) -> datetime:
        until: datetime = self.cleaned_data["until"]
        if until <= self.now:
            raise forms.ValidationError(_("挂账到期时间要在现在之后。"))
        return until


class DecideShelvingForm(DecisionForm):
    action = "decide_shelving"


class ResumeForm(CaseForm):
    action = "resume"
    note = forms.CharField(label=_("恢复原因"), max_length=300, required=False)
