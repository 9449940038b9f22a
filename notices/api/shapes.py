"""What goes in and out, for parsing and for the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from notices.feed import Change, FeedPage
from notices.models import Delivery, Endpoint
from notices.states import DeliveryState


class SubjectOut(serializers.Serializer):
    kind = serializers.CharField()
    id = serializers.CharField()


class ChangeOut(serializers.Serializer):
    id = serializers.CharField(help_text="Its place in the feed; also in the webhook that tells of it")
    kind = serializers.CharField()
    subject = SubjectOut()
    version = serializers.IntegerField()
    happened_at = serializers.DateTimeField()


class ChangesOut(serializers.Serializer):
    changes = ChangeOut(many=True)
    cursor = serializers.CharField(help_text="`after` of the next call")
    has_more = serializers.BooleanField(help_text="More is there already: call again at once")


class WebhookIn(serializers.Serializer):
    url = serializers.CharField(max_length=500)
    kinds = serializers.ListField(
        child=serializers.CharField(max_length=64), max_length=50, required=False, default=list
    )


class WebhookOut(serializers.Serializer):
    id = serializers.IntegerField()
    url = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    last_success_at = serializers.DateTimeField(allow_null=True)
    last_failure_at = serializers.DateTimeField(allow_null=True)
    failures_in_row = serializers.IntegerField()


class NewWebhookOut(WebhookOut):
    secret = serializers.CharField(help_text="Shown this once")


class DeliveryOut(serializers.Serializer):
    id = serializers.IntegerField()
    webhook_id = serializers.CharField()
    kind = serializers.CharField()
    subject = SubjectOut()
    version = serializers.IntegerField()
    state = serializers.ChoiceField(DeliveryState.choices)
    attempts = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    next_try_at = serializers.DateTimeField(allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    status_code = serializers.IntegerField(allow_null=True)
    last_error = serializers.CharField()


def page_out(page: FeedPage) -> dict[str, Any]:
    return {"changes": [_change(one) for one in page.changes], "cursor": str(page.until), "has_more": page.has_more}


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": str(change.place),
        "kind": change.kind,
        "subject": {"kind": change.subject_kind, "id": change.subject_id},
        "version": change.version,
        "happened_at": change.happened_at,
    }


def webhook_out(endpoint: Endpoint) -> dict[str, Any]:
    names = ("id", "url", "kinds", "created_at", "last_success_at", "last_failure_at", "failures_in_row")
    return {name: getattr(endpoint, name) for name in names}


def delivery_out(delivery: Delivery) -> dict[str, Any]:
    names = ("id", "webhook_id", "kind", "version", "state", "attempts", "created_at", "settled_at", "status_code")
    return {
        **{name: getattr(delivery, name) for name in names},
        "subject": {"kind": delivery.subject_kind, "id": delivery.subject_id},
        "next_try_at": None if delivery.settled_at else delivery.next_try_at,
        "last_error": delivery.last_error,
    }
