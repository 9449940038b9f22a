"""The bodies of the calls on whistles and summonses; they check shape, the actions check sense."""

from rest_framework import serializers

from cases.api.attaching import attachments_field
from cases.api.serializers import Degrees, LocationIn, Moment
from enforcement.models import CheckIn, Result, SiteRecord
from enforcement.states import WhistleKind


def optional_text(length: int, help_text: str | None = None) -> serializers.CharField:
    """A text that may be left out."""
    return serializers.CharField(max_length=length, required=False, allow_blank=True, default="", help_text=help_text)


class LeaderIn(serializers.Serializer):
    name = serializers.CharField(max_length=40)
    post = optional_text(40)


class CallIn(serializers.Serializer):
    organization = serializers.CharField(max_length=32, help_text="Code of the department")
    duty = serializers.CharField(max_length=200, help_text="Which of its duties calls it")


class BlowIn(serializers.Serializer):
    kind = serializers.ChoiceField(WhistleKind.choices)
    matter = serializers.CharField(max_length=200)
    details = optional_text(5000)
    leader = LeaderIn(required=False, allow_null=True, default=None, help_text="Who decided; else whoever calls")
    location = LocationIn(required=False, default=dict, help_text="Left out: that of the case")
    case_no = optional_text(32)
    category_code = optional_text(60, "Left out: that of the case")
    arrive_by = Moment(required=False, allow_null=True, default=None)
    finish_by = Moment(required=False, allow_null=True, default=None)
    departments = CallIn(many=True, max_length=99)  # type: ignore[call-arg]  # a list takes it
    from_public_request = serializers.BooleanField(required=False, default=False)
    attachments = attachments_field()


class SummonMoreIn(serializers.Serializer):
    departments = CallIn(many=True, max_length=99)  # type: ignore[call-arg]  # a list takes it


class WhyIn(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class ResumeWhistleIn(serializers.Serializer):
    note = optional_text(300)


class CloseIn(serializers.Serializer):
    words = serializers.CharField(max_length=500)


class FeedbackIn(serializers.Serializer):
    necessity = serializers.IntegerField(min_value=1, max_value=5)
    information = serializers.IntegerField(min_value=1, max_value=5)
    coordination = serializers.IntegerField(min_value=1, max_value=5)
    remark = optional_text(500)


class OfficerIn(serializers.Serializer):
    name = serializers.CharField(max_length=40)
    post = optional_text(40)
    phone = optional_text(40)


class SignIn(serializers.Serializer):
    officer = OfficerIn()
    eta = Moment(required=False, allow_null=True, default=None)


class ContactStreetIn(serializers.Serializer):
    note = serializers.CharField(max_length=300)


class ObjectIn(serializers.Serializer):
    reason = serializers.CharField(max_length=500)
    basis = serializers.CharField(max_length=300, help_text="Rule or list of duties that speaks against it")
    proposed_organization = optional_text(32, "Code of the unit whose duty it is")
    attachments = attachments_field()


class AppealIn(serializers.Serializer):
    reason = serializers.CharField(max_length=500)


class DecideIn(serializers.Serializer):
    upheld = serializers.BooleanField()
    words = serializers.CharField(max_length=500)


class CheckInIn(serializers.Serializer):
    officer = OfficerIn()
    team_size = serializers.IntegerField(min_value=1, max_value=999, required=False, default=1)
    at = Moment(required=False, allow_null=True, default=None, help_text="When they came; left out: now")
    lon = Degrees(min_value=-180, max_value=180, required=False, allow_null=True, default=None)
    lat = Degrees(min_value=-90, max_value=90, required=False, allow_null=True, default=None)
    photo = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="Id of a picture from POST /attachments/"
    )
    way = serializers.ChoiceField(CheckIn.Way.choices)
    position_note = optional_text(60, "Why there is no point")
    code = optional_text(200, "For `qr`: what the code on the spot said")


class ConfirmCheckInIn(serializers.Serializer):
    confirmed = serializers.BooleanField(help_text="They came when they say; else when we heard of it")
    note = optional_text(300)


class RecordIn(serializers.Serializer):
    measure = serializers.ChoiceField(SiteRecord.Measure.choices)
    text = serializers.CharField(max_length=2000)
    attachments = attachments_field()


class DecideLeaveIn(serializers.Serializer):
    granted = serializers.BooleanField()
    words = optional_text(300)


class ReportIn(serializers.Serializer):
    result = serializers.ChoiceField(Result.choices)
    text = serializers.CharField(max_length=2000)
    attachments = attachments_field()


class RateIn(serializers.Serializer):
    marks = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=1000),
        help_text="Points by code of the item, of those that the street marks",
    )
    veto_reason = optional_text(300, "A veto takes all points and says why")
    remark = optional_text(500)
