"""Forms of the unit that has the case, of the clerk who calls back, and the line anybody may add."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import CallBack
from cases.queries.handling_rules import callback_script, handling_rules
from cases.states import Flow
from command_center.desk.forms.base import CaseForm, text_area
from command_center.desk.forms.photos import PhotosField

_YES_NO = [("yes", _("是")), ("no", _("否"))]
_WAYS = [(way.value, way.label) for way in (CallBack.Way.PHONE, CallBack.Way.SMS, CallBack.Way.WEB)]
_ASKED = ("was_contacted", "solved", "satisfied")


def _yes(value: str) -> bool:
    return value == "yes"


class SignForm(CaseForm):
    action = "sign"


class NoteForm(CaseForm):
    action = "note"
    text = forms.CharField(label=_("备注"), max_length=500, widget=text_area(2))
    photos = PhotosField()


class ContactForm(CaseForm):
    action = "contact"
    note = forms.CharField(
        label=_("联系情况"), max_length=300, widget=text_area(2), help_text=_("例如 已电话联系，约定今日 15 时到现场")
    )
    photos = PhotosField()


class AnswerForm(CaseForm):
    action = "answer_supervision"
    answer = forms.CharField(label=_("督办答复"), max_length=1000, widget=text_area(4))


class ReplyForm(CaseForm):
    action = "reply"
    text = forms.CharField(label=_("回复内容"), max_length=450, widget=text_area(4))
    measures = forms.CharField(label=_("采取的措施"), max_length=2000, required=False, widget=text_area(2))
    photos = PhotosField(label=_("处置后照片"))

    def offer(self) -> None:
        if self.case.flow == Flow.GRID:
            self.fields["photos"].help_text = _("数字城管案件必须附处置后的照片；可选多张，每张最大 10 MB。")


class CallbackForm(CaseForm):
    """Reached or not; what was answered counts only when reached."""

    action = "callback"
    way = forms.TypedChoiceField(
        label=_("方式"),
        choices=_WAYS,
        coerce=CallBack.Way,
        initial=CallBack.Way.PHONE,
        required=False,
        empty_value=CallBack.Way.PHONE,
        widget=forms.RadioSelect,
    )
    is_reached = forms.TypedChoiceField(label=_("联系上了吗"), choices=_YES_NO, coerce=_yes, widget=forms.RadioSelect)
    was_contacted = forms.TypedChoiceField(
        label=_("承办单位联系过您吗"),
        choices=_YES_NO,
        coerce=_yes,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    solved = forms.ChoiceField(
        label=_("问题解决了吗"), choices=CallBack.Solved.choices, required=False, widget=forms.RadioSelect
    )
    satisfied = forms.ChoiceField(
        label=_("满意吗"), choices=CallBack.Satisfied.choices, required=False, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("说明"), max_length=300, required=False, widget=text_area(2))

    @property
    def script(self) -> str:
        """What the clerk says, shown beside the questions."""
        return callback_script(handling_rules(at=self.now))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("is_reached"):
            for name in _ASKED:
                if name not in self.errors and data.get(name) in (None, ""):
                    self.add_error(name, _("联系上了就要填写这一项。"))
        return data
