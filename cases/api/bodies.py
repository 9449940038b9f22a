"""The bodies of the actions on a case."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from cases.actions.reject import RejectionGround
from cases.actions.seeing import RevealGround
from cases.api.attaching import attachments_field
from cases.api.serializers import LocationIn
from cases.models import CallBack


class LocateIn(serializers.Serializer):
    location = LocationIn()


class ClassifyIn(serializers.Serializer):
    category_code = serializers.CharField(max_length=60)


class FileIn(serializers.Serializer):
    standard = serializers.IntegerField(min_value=1, help_text="Id of the filing standard whose condition is met")


class RejectIn(serializers.Serializer):
    ground = serializers.ChoiceField(RejectionGround.choices)
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class DispatchIn(serializers.Serializer):
    organization = serializers.CharField(max_length=32, help_text="Code of the street office or department")
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ContactIn(serializers.Serializer):
    note = serializers.CharField(max_length=300)
    attachments = attachments_field()


class NoteIn(serializers.Serializer):
    text = serializers.CharField(max_length=500)
    attachments = attachments_field()


class UrgeIn(serializers.Serializer):
    words = serializers.CharField(max_length=200)


class SuperviseIn(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class AnswerSupervisionIn(serializers.Serializer):
    answer = serializers.CharField(max_length=1000)


class ReplyIn(serializers.Serializer):
    text = serializers.CharField(max_length=450)
    measures = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    attachments = attachments_field()


class ReviewIn(serializers.Serializer):
    accepted = serializers.BooleanField()
    opinion = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


# The city's own calls come in by file.
_OWN_WAYS = [(way.value, way.label) for way in CallBack.Way if way != CallBack.Way.CITY]


class CallbackIn(serializers.Serializer):
    reached = serializers.BooleanField()
    contacted = serializers.BooleanField(required=False, allow_null=True, default=None)
    solved = serializers.ChoiceField(CallBack.Solved.choices, required=False, allow_blank=True, default="")
    satisfied = serializers.ChoiceField(CallBack.Satisfied.choices, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    way = serializers.ChoiceField(_OWN_WAYS, required=False, default=CallBack.Way.PHONE)

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if attrs["reached"]:
            missing = [n for n in ("contacted", "solved", "satisfied") if attrs[n] in (None, "")]
            if missing:
                raise serializers.ValidationError(
                    {n: [_("联系上了就要填写这一项。")] for n in missing}, code="required"
                )
        return attrs


class RevealIn(serializers.Serializer):
    ground = serializers.ChoiceField(RevealGround.choices, required=False, allow_blank=True, default="")
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class CancelIn(serializers.Serializer):
    reason = serializers.CharField(max_length=200)
