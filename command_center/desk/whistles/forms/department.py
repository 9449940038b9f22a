"""Forms of a department that is called."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.desk.forms.base import text_area
from command_center.desk.forms.moments import moment
from command_center.desk.forms.photos import PhotosField
from command_center.desk.forms.units import proposed_unit, units_but
from command_center.desk.whistles.forms.base import OnWhistleForm, ReasonForm
from enforcement.models import Result

_NO_POSITION = [
    ("", _("不选，已取得位置")),
    ("denied", _("手机未授权定位")),
    ("no_signal", _("现场没有信号")),
    ("no_device", _("设备不支持定位")),
    ("other", _("其他原因")),
]
_STARS = [(n, str(n)) for n in range(1, 6)]


class SignForm(OnWhistleForm):
    action = "sign"
    officer_name = forms.CharField(label=_("到场负责人"), max_length=40)
    officer_post = forms.CharField(label=_("职务"), max_length=40, required=False)
    officer_phone = forms.CharField(
        label=_("联系电话"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    eta = moment(_("预计到场"), help_text=_("可不填"))


class ContactForm(OnWhistleForm):
    action = "contact"
    note = forms.CharField(
        label=_("联系情况"), max_length=300, widget=text_area(2), help_text=_("例如 已与街道李主任通话，带两人到场")
    )


class CheckInForm(OnWhistleForm):
    """By the officer's own telephone; with the site's code in the address, by that code."""

    action = "check_in"
    officer_name = forms.CharField(label=_("报到人"), max_length=40)
    officer_post = forms.CharField(label=_("职务"), max_length=40, required=False)
    team_size = forms.IntegerField(label=_("到场人数"), min_value=1, max_value=999, initial=1)
    photo = PhotosField(label=_("现场照片"), most=1)
    lon = forms.FloatField(label=_("经度"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("纬度"), required=False, min_value=-90, max_value=90)
    position_note = forms.ChoiceField(label=_("定位不可用"), choices=_NO_POSITION, required=False)
    at = moment(_("到场时间"), help_text=_("不填为现在；早于现在太多的须街道确认"))
    code = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def offer(self) -> None:
        self.initial.setdefault("officer_name", self.summons.officer_name or self.actor.label)
        self.initial.setdefault("officer_post", self.summons.officer_post)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        lon, lat = data.get("lon"), data.get("lat")
        if self.errors:
            return data
        if (lon is None) != (lat is None):
            self.add_error("lat", _("经度和纬度要一起填写，或都不填。"))
        elif lon is None and not data["position_note"] and not data["code"]:
            self.add_error("position_note", _("请取得位置、填写坐标，或选择定位不可用的原因。"))
        return data

    def why_without_position(self) -> str:
        """The reason in words; empty where there is a point."""
        if self.cleaned_data["lon"] is not None or not self.cleaned_data["position_note"]:
            return ""
        return str(dict(_NO_POSITION)[self.cleaned_data["position_note"]])


class LeaveForm(ReasonForm):
    action = "leave"

    def offer(self) -> None:
        self.fields["reason"].help_text = _("事不完、人不撤：未经街道同意离场会记入评价")


class ReportForm(OnWhistleForm):
    action = "report"
    result = forms.ChoiceField(label=_("处置结果"), choices=Result.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("反馈"), max_length=2000, widget=text_area(4))
    photos = PhotosField(label=_("处置后照片"))


class ObjectForm(OnWhistleForm):
    action = "object"
    reason = forms.CharField(label=_("异议理由"), max_length=500, widget=text_area(2))
    basis = forms.CharField(label=_("依据"), max_length=300, help_text=_("例如 三定方案第四条"))
    organization = proposed_unit()
    photos = PhotosField(label=_("依据的照片或文件"), accept="image/*,.pdf,.docx,.xlsx")

    def offer(self) -> None:
        # A basis is a document more often than something to take a picture of.
        self.fields["photos"].widget.attrs.pop("capture")
        self.fields["organization"].queryset = units_but(self.summons.department_id)  # type: ignore[attr-defined]


class AppealForm(ReasonForm):
    action = "appeal"

    def offer(self) -> None:
        self.fields["reason"].help_text = _("区指挥中心裁定前，时限照常走")


class RefuseForm(ReasonForm):
    action = "refuse"

    def offer(self) -> None:
        self.fields["reason"].help_text = _("拒绝应哨会报区督办，时限照常走")


class FeedbackForm(OnWhistleForm):
    action = "feedback"
    necessity = forms.TypedChoiceField(label=_("必要性"), choices=_STARS, coerce=int, widget=forms.RadioSelect)
    information = forms.TypedChoiceField(label=_("信息完整"), choices=_STARS, coerce=int, widget=forms.RadioSelect)
    coordination = forms.TypedChoiceField(
        label=_("统筹协调"), choices=_STARS, coerce=int, widget=forms.RadioSelect, help_text=_("5 分最好")
    )
    remark = forms.CharField(label=_("意见"), max_length=500, required=False, widget=text_area(2))
