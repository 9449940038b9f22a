"""Forms of what others are asked to do for a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import CaseTask
from cases.queries.tasks import open_tasks
from command_center.desk.forms.base import CaseForm, text_area
from command_center.desk.forms.grouped import GroupedChoiceField
from command_center.desk.forms.moments import moment
from command_center.desk.forms.units import units_but
from organizations.models import Organization

_CHOOSE = _("请选择")
_DUE_HELP = _("不填按交办、协办时限计算")


class _TaskField(forms.ModelChoiceField):
    """One of the tasks that are open."""

    def label_from_instance(self, obj: CaseTask) -> str:
        return f"{obj.get_kind_display()} {obj.bearer}：{obj.words}"


class AssignForm(CaseForm):
    action = "assign"
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("社区"), to_field_name="code", required=False, empty_label=_("本单位人员")
    )
    person = forms.CharField(
        label=_("班组或人员"), max_length=80, required=False, help_text=_("例如 市政班组；没有选社区时必填")
    )
    words = forms.CharField(label=_("任务"), max_length=300, widget=text_area(2))
    due_at = moment(_("完成时间"), help_text=_DUE_HELP)

    def offer(self) -> None:
        kind = Organization.Kind.COMMUNITY
        own = Organization.objects.filter(parent=self.case.lead_id, kind=kind, is_active=True)
        self.fields["organization"].queryset = own.order_by("code")  # type: ignore[attr-defined]


class AssistForm(CaseForm):
    action = "assist"
    organization = GroupedChoiceField(
        Organization.objects.none(), label=_("协办单位"), to_field_name="code", empty_label=_CHOOSE, by="kind"
    )
    words = forms.CharField(label=_("需要协办的事"), max_length=300, widget=text_area(2))
    due_at = moment(_("完成时间"), help_text=_DUE_HELP)

    def offer(self) -> None:
        self.fields["organization"].queryset = units_but(self.case.lead_id)  # type: ignore[attr-defined]


class ReportTaskForm(CaseForm):
    action = "report_task"
    task = _TaskField(CaseTask.objects.none(), label=_("任务"), empty_label=None)
    outcome = forms.TypedChoiceField(
        label=_("结果"),
        choices=[(one.value, one.label) for one in (CaseTask.Outcome.DONE, CaseTask.Outcome.NOT_DONE)],
        coerce=CaseTask.Outcome,
        widget=forms.RadioSelect,
    )
    result = forms.CharField(
        label=_("办理情况"), max_length=1000, widget=text_area(3), help_text=_("做了什么；未能办理的写明原因")
    )

    def offer(self) -> None:
        self.fields["task"].queryset = open_tasks(self.case)  # type: ignore[attr-defined]


class WithdrawTaskForm(CaseForm):
    action = "withdraw_task"
    task = _TaskField(CaseTask.objects.none(), label=_("任务"), empty_label=None)
    reason = forms.CharField(label=_("撤回原因"), max_length=200, widget=text_area(2))

    def offer(self) -> None:
        self.fields["task"].queryset = open_tasks(self.case)  # type: ignore[attr-defined]
