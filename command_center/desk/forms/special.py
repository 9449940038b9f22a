"""Forms of the ends that come without a unit's reply, of hard cases and of reopening."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.hand_over import EmergencyLine
from command_center.desk.forms.base import CaseForm, text_area


class AnswerForm(CaseForm):
    action = "answer"
    text = forms.CharField(label=_("答复内容"), max_length=450, widget=text_area(4), help_text=_("只用于咨询"))
    wants_call = forms.BooleanField(label=_("诉求人要求回访"), required=False)


class HandOverForm(CaseForm):
    action = "hand_over"
    line = forms.ChoiceField(label=_("紧急专线"), choices=EmergencyLine.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("说明"), max_length=300, required=False, help_text=_("例如 已电话转接，值机员已接报")
    )


class CloseSpecialForm(CaseForm):
    action = "close_special"
    reason = forms.CharField(label=_("特殊结案原因"), max_length=300, widget=text_area(2))


class MarkHardForm(CaseForm):
    """One form for both ways; it begins with what the case is not yet."""

    action = "mark_hard"
    is_hard = forms.TypedChoiceField(
        label=_("疑难案件"),
        choices=[("yes", _("列入")), ("no", _("移出"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("理由"), max_length=300, widget=text_area(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("is_hard", "no" if self.case.is_hard else "yes")


class ReopenForm(CaseForm):
    action = "reopen"
    reason = forms.CharField(
        label=_("重开原因"),
        max_length=300,
        widget=text_area(2),
        help_text=_("会生成一件新案件，本案件保持办结不变；新案件编号写在经过中"),
    )
