"""The shapes that go out, for the OpenAPI document; `presenting` fills them."""

from rest_framework import serializers


class NamedOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class CategoryOut(NamedOut):
    kind = serializers.CharField()


class LocationOut(serializers.Serializer):
    address = serializers.CharField()
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    precision = serializers.CharField()
    grid_code = serializers.CharField(allow_null=True)
    street = serializers.CharField(allow_null=True)
    community = serializers.CharField(allow_null=True)
    is_outside = serializers.BooleanField()
    note = serializers.CharField()


class SmallCaseOut(serializers.Serializer):
    case_no = serializers.CharField()
    order_no = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    flow = serializers.CharField()
    state = serializers.CharField()
    state_name = serializers.CharField()
    lamp = serializers.CharField()
    category = CategoryOut(allow_null=True)
    needs_classification = serializers.BooleanField()
    title = serializers.CharField()
    urgency = serializers.CharField()
    location = LocationOut()
    lead = NamedOut(allow_null=True)
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    supervised = serializers.BooleanField()
    hard = serializers.BooleanField()
    merged_into = serializers.CharField(allow_null=True, help_text="Number of the main case that this one follows")
    followers = serializers.IntegerField(help_text="How many cases of others follow this one")
    version = serializers.IntegerField()


class RequesterOut(serializers.Serializer):
    name = serializers.CharField()
    phone = serializers.CharField()
    is_secret = serializers.BooleanField()


class RevealedOut(RequesterOut):
    address = serializers.CharField()
    words = serializers.CharField(help_text="Title, content and address as written, where numbers are hidden in them")


class ClockOut(serializers.Serializer):
    kind = serializers.CharField()
    holder = serializers.IntegerField()
    state = serializers.CharField()
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    stopped_at = serializers.DateTimeField(allow_null=True)
    limit_source = serializers.CharField()
    provisional = serializers.BooleanField()
    rung = serializers.IntegerField()


class DecisionOut(serializers.Serializer):
    mode = serializers.CharField()
    rule = serializers.IntegerField(allow_null=True)
    runner_up = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    at = serializers.DateTimeField()


class ApplicationOut(serializers.Serializer):
    kind = serializers.CharField()
    state = serializers.CharField()
    organization = NamedOut()
    asked_at = serializers.DateTimeField()
    reason = serializers.CharField()
    basis = serializers.CharField()
    proposed = NamedOut(allow_null=True)
    plan = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True)
    requester_told = serializers.BooleanField()
    decided_at = serializers.DateTimeField(allow_null=True)
    opinion = serializers.CharField()


class CallbackOut(serializers.Serializer):
    round = serializers.IntegerField()
    at = serializers.DateTimeField()
    way = serializers.CharField()
    reached = serializers.BooleanField()
    contacted = serializers.BooleanField(allow_null=True)
    solved = serializers.CharField()
    satisfied = serializers.CharField()


class TaskOut(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    state = serializers.CharField()
    round = serializers.IntegerField()
    organization = NamedOut()
    person = serializers.CharField(help_text="Team or person, where one is named")
    words = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    issued_at = serializers.DateTimeField()
    outcome = serializers.CharField()
    result = serializers.CharField()
    ended_at = serializers.DateTimeField(allow_null=True)


class WhistleOut(serializers.Serializer):
    no = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    holds_reply = serializers.BooleanField()


class CaseAttachmentOut(serializers.Serializer):
    id = serializers.UUIDField()
    role = serializers.CharField()
    kind = serializers.CharField()
    media_type = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    url = serializers.CharField()
    taken_at = serializers.DateTimeField(allow_null=True)
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    distance_m = serializers.IntegerField(allow_null=True, help_text="Metres from the place of the case")
    at = serializers.DateTimeField()
    by = serializers.CharField()
    version = serializers.IntegerField()


class CaseOut(SmallCaseOut):
    request_kind = serializers.CharField()
    content = serializers.CharField()
    round = serializers.IntegerField()
    rework_count = serializers.IntegerField()
    returned_count = serializers.IntegerField()
    urged_count = serializers.IntegerField()
    held = serializers.BooleanField()
    hold_reason = serializers.CharField()
    requester = RequesterOut()
    assisting = NamedOut(many=True)
    supervising = NamedOut(many=True)
    tasks = TaskOut(many=True)
    whistles = WhistleOut(many=True)
    callbacks = CallbackOut(many=True)
    call_after = serializers.DateTimeField(allow_null=True)
    clocks = ClockOut(many=True)
    decision = DecisionOut(allow_null=True)
    application = ApplicationOut(allow_null=True)
    shelved_until = serializers.DateTimeField(allow_null=True)
    reply_due_at = serializers.DateTimeField(allow_null=True)
    dispatched_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    contacted_at = serializers.DateTimeField(allow_null=True)
    replied_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    closing = serializers.CharField()
    attachments = CaseAttachmentOut(many=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


class SuspectOut(serializers.Serializer):
    case_no = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    lead = NamedOut(allow_null=True)
    received_at = serializers.DateTimeField()
    score = serializers.FloatField()
    reason = serializers.CharField()


class EventOut(serializers.Serializer):
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    text = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]  # a field of that name
    version = serializers.IntegerField()


class ReplyOut(serializers.Serializer):
    at = serializers.DateTimeField()
    text = serializers.CharField()


class OrderStateOut(SmallCaseOut):
    round = serializers.IntegerField()
    reply_due_at = serializers.DateTimeField(allow_null=True)
    replied_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    closing = serializers.CharField()
    reply = ReplyOut(allow_null=True)
    callback = CallbackOut(allow_null=True)
