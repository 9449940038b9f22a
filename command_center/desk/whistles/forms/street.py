"""Forms of the street that blew."""

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.desk.forms.base import text_area
from command_center.desk.forms.moments import moment
from command_center.desk.forms.photos import PhotosField
from command_center.desk.whistles.forms.base import OnWhistleForm, ReasonForm, yes_no
from enforcement.models import SiteRecord


class CancelForm(ReasonForm):
    action = "cancel"


class SuspendForm(ReasonForm):
    action = "suspend"

    def offer(self) -> None:
        self.fields["reason"].help_text = _("例如 大风蓝色预警，暂停高空作业；中止期间各部门的时限暂停")


class ResumeForm(OnWhistleForm):
    action = "resume"
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class StandDownForm(ReasonForm):
    action = "stand_down"


class StandDownAllForm(ReasonForm):
    action = "stand_down_all"

    def offer(self) -> None:
        self.fields["reason"].help_text = _("还没有反馈的部门全部解除；已反馈的仍要评价")


class CloseForm(OnWhistleForm):
    action = "close"
    words = forms.CharField(label=_("办结说明"), max_length=500, widget=text_area(3))


class DecideObjectionForm(OnWhistleForm):
    action = "decide_objection"
    is_upheld = yes_no(_("街道决定"), _("采纳，免除该部门"), _("不采纳，部门仍须到场"))
    words = forms.CharField(
        label=_("意见"), max_length=500, widget=text_area(2), help_text=_("部门看得到，并可据此申请区裁定")
    )


class ConfirmCheckInForm(OnWhistleForm):
    action = "confirm_check_in"
    is_true = yes_no(_("所报时间"), _("属实，按所报时间认定"), _("不属实，按收到时间认定"))
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class DecideLeaveForm(OnWhistleForm):
    action = "decide_leave"
    is_granted = yes_no(_("街道决定"), _("同意离场"), _("不同意，事不完、人不撤"))
    words = forms.CharField(label=_("说明"), max_length=300, required=False)


class NoteDepartureForm(ReasonForm):
    action = "note_departure"

    def offer(self) -> None:
        self.fields["reason"].label = _("情况")
        self.fields["reason"].help_text = _("例如 14:20 点名时已不在现场；会记入评价")


class DeskCheckInForm(OnWhistleForm):
    """The street enters who came without a telephone; what it enters needs no confirmation."""

    action = "check_in"
    officer_name = forms.CharField(label=_("报到人"), max_length=40)
    officer_post = forms.CharField(label=_("职务"), max_length=40, required=False)
    team_size = forms.IntegerField(label=_("到场人数"), min_value=1, max_value=999, initial=1)
    at = moment(_("到场时间"), help_text=_("不填为现在"))
    photo = PhotosField(label=_("现场照片"), most=1)

    def offer(self) -> None:
        self.initial.setdefault("officer_name", self.summons.officer_name)
        self.initial.setdefault("officer_post", self.summons.officer_post)


class RecordForm(OnWhistleForm):
    """Both the street and the department write the time line of the spot."""

    action = "record"
    measure = forms.ChoiceField(label=_("措施"), choices=SiteRecord.Measure.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("内容"), max_length=2000, widget=text_area(3), help_text=_("例如 责令占道商户 2 家当场改正")
    )
    photos = PhotosField(label=_("现场照片"))
