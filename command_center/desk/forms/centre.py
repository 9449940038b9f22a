"""Forms of the centre before a case leaves it: where, what, taken up or not, to whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.reject import RejectionGround
from cases.models import Category, FilingStandard
from cases.queries.standards import standards_of
from cases.states import Flow
from command_center.desk.forms.base import CaseForm, text_area
from command_center.desk.forms.grouped import GroupedChoiceField
from command_center.desk.forms.units import units_but
from grid.models import Community, Street
from organizations.models import Organization

_OTHER = _("请选择")


class LocateForm(CaseForm):
    action = "locate"
    address = forms.CharField(
        label=_("地址"), max_length=300, required=False, help_text=_("路口写成“古城大街与石景山路路口”，系统据此定位")
    )
    street = forms.ModelChoiceField(
        Street.objects.none(), label=_("街道"), to_field_name="code", required=False, empty_label=_("未知")
    )
    community = GroupedChoiceField(
        Community.objects.none(),
        label=_("社区"),
        to_field_name="code",
        required=False,
        empty_label=_("未知"),
        by="street",
    )
    lon = forms.FloatField(label=_("经度"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("纬度"), required=False, min_value=-90, max_value=90)

    def offer(self) -> None:
        self.fields["street"].queryset = Street.objects.defer("shape")  # type: ignore[attr-defined]
        communities = Community.objects.select_related("street").defer("shape", "street__shape")
        self.fields["community"].queryset = communities  # type: ignore[attr-defined]
        case = self.case
        self.initial["address"] = case.address
        # Left empty: a point wins over words, and whoever corrects the words would get the old point again.
        if case.lon is not None:
            here = {"lon": f"{case.lon:.6f}", "lat": f"{case.lat:.6f}"}
            self.fields["lon"].help_text = _("现在是 %(lon)s，%(lat)s；留空则按地址重新定位") % here
        self.initial.update(street=case.street and case.street.code, community=case.community and case.community.code)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and (data["lon"] is None) != (data["lat"] is None):
            self.add_error("lat", _("经度和纬度要一起填写，或都不填。"))
        known = (data.get("address"), data.get("street"), data.get("community"), data.get("lon"))
        if not self.errors and all(value in (None, "") for value in known):
            self.add_error("address", _("请填写地址，或选择街道、社区，或填写坐标。"))
        return data


class ClassifyForm(CaseForm):
    action = "classify"
    category = GroupedChoiceField(Category.objects.none(), label=_("类别"), empty_label=_OTHER, by="parent")

    def offer(self) -> None:
        is_hotline = self.case.flow == Flow.HOTLINE
        kinds = [Category.Kind.HOTLINE] if is_hotline else [Category.Kind.EVENT, Category.Kind.COMPONENT]
        below = Category.objects.filter(kind__in=kinds, level__gt=1, is_active=True).select_related("parent")
        field = self.fields["category"]
        field.queryset = below.order_by("kind", "code")  # type: ignore[attr-defined]
        field.help_text = _("来件类别：%(sent)s") % {"sent": self.case.sent_category} if self.case.sent_category else ""
        self.initial["category"] = self.case.category_id


class FileForm(CaseForm):
    action = "file"
    standard = forms.ModelChoiceField(
        FilingStandard.objects.none(),
        label=_("立案条件"),
        empty_label=_OTHER,
        help_text=_("没有合适的条件时，请先归类。"),
    )

    def offer(self) -> None:
        field = self.fields["standard"]
        field.queryset = standards_of(self.case, at=self.now)  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: f"{row.condition}（{row.limit}）"  # type: ignore[attr-defined]


class RejectForm(CaseForm):
    action = "reject"
    ground = forms.ChoiceField(label=_("依据"), choices=[("", _OTHER), *RejectionGround.choices])
    words = forms.CharField(label=_("给来件方的说明"), max_length=300, required=False, widget=text_area(2))


class DispatchForm(CaseForm):
    action = "dispatch"
    target = GroupedChoiceField(
        Organization.objects.none(), label=_("派往"), to_field_name="code", empty_label=_OTHER, by="kind"
    )
    reason = forms.CharField(label=_("理由"), max_length=200, required=False, help_text=_("会写进经过，承办单位看得到"))

    def offer(self) -> None:
        self.fields["target"].queryset = units_but(None)  # type: ignore[attr-defined]


class ReviewForm(CaseForm):
    action = "review"
    is_accepted = forms.TypedChoiceField(
        label=_("意见"),
        choices=[("yes", _("通过")), ("no", _("退回重办"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(label=_("说明"), max_length=300, required=False, help_text=_("退回重办时必填"))


class UrgeForm(CaseForm):
    action = "urge"
    words = forms.CharField(label=_("催办内容"), max_length=200, widget=text_area(2))


class SuperviseForm(CaseForm):
    action = "supervise"
    reason = forms.CharField(
        label=_("督办事由"), max_length=300, widget=text_area(2), help_text=_("承办单位须在督办答复时限内答复")
    )


class CancelForm(CaseForm):
    action = "cancel"
    reason = forms.CharField(label=_("作废原因"), max_length=200, widget=text_area(2))
