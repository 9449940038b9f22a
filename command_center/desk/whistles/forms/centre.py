"""Forms of the district's centre."""

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.desk.forms.base import text_area
from command_center.desk.whistles.forms.base import OnWhistleForm, ReasonForm, yes_no


class ReturnForm(ReasonForm):
    action = "return"

    def offer(self) -> None:
        self.fields["reason"].help_text = _("例如 属街道自身职责，不属吹哨事项")


class DecideAppealForm(OnWhistleForm):
    action = "decide_appeal"
    is_upheld = yes_no(_("区裁定"), _("异议成立，免除该部门"), _("异议不成立，部门须到场"))
    words = forms.CharField(label=_("裁定意见"), max_length=500, widget=text_area(2))
