"""What goes in and out, for parsing and for the OpenAPI document."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from kernel.times import to_local
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
        "happened_at": _instant(change.happened_at),
    }


def webhook_out(endpoint: Endpoint) -> dict[str, Any]:
    return {
        **{name: getattr(endpoint, name) for name in ("id", "url", "kinds", "failures_in_row")},
        "created_at": _instant(endpoint.created_at),
        "last_success_at": _instant(endpoint.last_success_at),
        "last_failure_at": _instant(endpoint.last_failure_at),
    }


def delivery_out(delivery: Delivery) -> dict[str, Any]:
    names = ("id", "webhook_id", "kind", "version", "state", "attempts", "status_code", "last_error")
    return {
        **{name: getattr(delivery, name) for name in names},
        "subject": {"kind": delivery.subject_kind, "id": delivery.subject_id},
        "created_at": _instant(delivery.created_at),
        "next_try_at": None if delivery.settled_at else _instant(delivery.next_try_at),
        "settled_at": _instant(delivery.settled_at),
    }


def _instant(at: datetime | None) -> str | None:
    """ISO 8601 in Shanghai time, as everywhere in the API."""
    return to_local(at).isoformat() if at is not None else None
