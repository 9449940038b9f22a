"""The shapes that go out, for the OpenAPI document; `presenting`, `presence` and `judgements` fill them."""

from rest_framework import serializers

from cases.api.shapes import CategoryOut, LocationOut, NamedOut
from enforcement.models import CheckIn, Departure, Objection, Result, SiteRecord, WhistleAttachment
from enforcement.states import SummonsState, WhistleKind, WhistleState


def moment(help_text: str | None = None) -> serializers.DateTimeField:
    """A time that may not have come."""
    return serializers.DateTimeField(allow_null=True, help_text=help_text)


class WhistleAttachmentOut(serializers.Serializer):
    id = serializers.UUIDField()
    role = serializers.ChoiceField(WhistleAttachment.Role.choices)
    kind = serializers.CharField()
    media_type = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    url = serializers.CharField()
    taken_at = moment()
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    at = serializers.DateTimeField()
    by = serializers.CharField()
    version = serializers.IntegerField()


class SummonsClockOut(serializers.Serializer):
    kind = serializers.ChoiceField(["sign", "contact", "arrive", "finish", "appeal"])
    state = serializers.CharField()
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    stopped_at = moment()
    overdue = serializers.BooleanField()
    limit_source = serializers.CharField()
    provisional = serializers.BooleanField()
    rung = serializers.IntegerField()


class OfficerOut(serializers.Serializer):
    name = serializers.CharField()
    post = serializers.CharField()
    phone = serializers.CharField()


class CheckInOut(serializers.Serializer):
    person = serializers.CharField()
    post = serializers.CharField()
    team_size = serializers.IntegerField()
    way = serializers.ChoiceField(CheckIn.Way.choices)
    claimed_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    accepted_at = moment(help_text="The time that counts; null as long as the street has to confirm it")
    late_seconds = serializers.IntegerField(allow_null=True, help_text="0: in time; null: not accepted, or no limit")
    confirmed_by = serializers.CharField()
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    distance_m = serializers.IntegerField(allow_null=True)
    position_note = serializers.CharField(help_text="Why there is no point")
    photo = WhistleAttachmentOut(allow_null=True)


class SiteRecordOut(serializers.Serializer):
    measure = serializers.ChoiceField(SiteRecord.Measure.choices)
    text = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    attachments = WhistleAttachmentOut(many=True)


class DepartureOut(serializers.Serializer):
    state = serializers.ChoiceField(Departure.State.choices)
    at = serializers.DateTimeField()
    reason = serializers.CharField()
    decided_at = moment()
    decided_by = serializers.CharField()
    answer = serializers.CharField()


class ObjectionOut(serializers.Serializer):
    state = serializers.ChoiceField(Objection.State.choices)
    reason = serializers.CharField()
    basis = serializers.CharField()
    proposed = NamedOut(allow_null=True)
    made_at = serializers.DateTimeField()
    made_by = serializers.CharField()
    decided_at = moment()
    decided_by = serializers.CharField()
    decision = serializers.CharField()
    appealed_at = moment()
    appeal_reason = serializers.CharField()
    settled_at = moment()
    settled_by = serializers.CharField()
    settlement = serializers.CharField()


class MarkOut(serializers.Serializer):
    item = serializers.CharField()
    name = serializers.CharField()
    points = serializers.IntegerField()
    out_of = serializers.IntegerField()
    by_facts = serializers.BooleanField()


class RatingOut(serializers.Serializer):
    total = serializers.IntegerField()
    out_of = serializers.IntegerField()
    vetoed = serializers.BooleanField()
    veto_reason = serializers.CharField()
    remark = serializers.CharField()
    rated_at = serializers.DateTimeField()
    rated_by = serializers.CharField()
    marks = MarkOut(many=True)


class SmallSummonsOut(serializers.Serializer):
    number = serializers.CharField()
    whistle = serializers.CharField(help_text="Number of the whistle")
    kind = serializers.ChoiceField(WhistleKind.choices)
    matter = serializers.CharField()
    office = NamedOut()
    department = NamedOut()
    duty = serializers.CharField()
    state = serializers.ChoiceField(SummonsState.choices)
    state_name = serializers.CharField()
    supervised = serializers.BooleanField()
    left_early = serializers.BooleanField()
    category = CategoryOut(allow_null=True)
    location = LocationOut()
    notified_at = serializers.DateTimeField()
    arrive_by = moment(help_text="What the street itself set; else the limit of the kind holds")
    due_at = moment(help_text="When the next of the department's running clocks is due")
    overdue = serializers.BooleanField()
    version = serializers.IntegerField()


class SummonsOut(SmallSummonsOut):
    officer = OfficerOut(allow_null=True)
    eta = moment()
    signed_at = moment()
    contacted_at = moment()
    checked_in_at = moment()
    refused_at = moment()
    refusal_reason = serializers.CharField()
    reported_at = moment()
    result = serializers.ChoiceField(Result.choices, allow_blank=True)
    report = serializers.CharField()
    excused_at = moment()
    stood_down_at = moment()
    stand_down_reason = serializers.CharField()
    clocks = SummonsClockOut(many=True)
    check_ins = CheckInOut(many=True)
    records = SiteRecordOut(many=True)
    departures = DepartureOut(many=True)
    objection = ObjectionOut(allow_null=True)
    rating = RatingOut(allow_null=True)
    attachments = WhistleAttachmentOut(many=True, help_text="What came with the objection and the report")
    allowed_actions = serializers.ListField(child=serializers.CharField())


class LeaderOut(serializers.Serializer):
    name = serializers.CharField()
    post = serializers.CharField()


class CountsOut(serializers.Serializer):
    called = serializers.IntegerField()
    open = serializers.IntegerField()
    overdue = serializers.IntegerField()


class SmallWhistleOut(serializers.Serializer):
    number = serializers.CharField()
    kind = serializers.ChoiceField(WhistleKind.choices)
    kind_name = serializers.CharField()
    state = serializers.ChoiceField(WhistleState.choices)
    state_name = serializers.CharField()
    matter = serializers.CharField()
    office = NamedOut()
    category = CategoryOut(allow_null=True)
    case_no = serializers.CharField(allow_null=True)
    location = LocationOut()
    supervised = serializers.BooleanField()
    from_public_request = serializers.BooleanField()
    repeat_of = serializers.CharField(allow_null=True)
    repeat_count = serializers.IntegerField()
    blown_at = serializers.DateTimeField()
    ended_at = moment()
    counts = CountsOut(help_text="Of the summonses that the reader sees")
    version = serializers.IntegerField()


class FeedbackOut(serializers.Serializer):
    department = NamedOut()
    necessity = serializers.IntegerField()
    information = serializers.IntegerField()
    coordination = serializers.IntegerField()
    remark = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()


class WholeWhistleOut(SmallWhistleOut):
    leader = LeaderOut()
    details = serializers.CharField()
    arrive_by = moment()
    finish_by = moment()
    first_signed_at = moment()
    on_site_at = moment()
    suspended_at = moment()
    finished_at = moment()
    outcome = serializers.CharField()
    site_code = serializers.CharField(allow_null=True, help_text="What the QR code on the spot carries; the street's")
    attachments = WhistleAttachmentOut(many=True)
    summonses = SummonsOut(many=True, help_text="All of them for the street and the centre, else one's own")
    feedbacks = FeedbackOut(many=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


class LineOut(serializers.Serializer):
    summons = serializers.CharField(allow_null=True, help_text="Number; null: of the whistle itself")
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    text = serializers.CharField()
    version = serializers.IntegerField()


class SuggestionOut(serializers.Serializer):
    organization = NamedOut()
    duty = serializers.CharField()
    reason = serializers.CharField()
