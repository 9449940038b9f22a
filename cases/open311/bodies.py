"""What comes in: the form of a new report, and the questions of the list. An empty value counts as not given."""

import re
from datetime import UTC, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

_LOST_PLUS = re.compile(r" (\d\d:\d\d)$")
_LISTS = ("service_request_id", "service_code", "status")


class Moment(serializers.DateTimeField):
    """ISO 8601 with an offset. A plus sign that a client forgot to escape arrives as a blank and is put back."""

    default_error_messages = {
        "naive": _("时间要带时区，例如 2026-11-22T08:15:00Z。"),
        "range": _("年份应在 2000 到 2099 之间，请检查。"),
    }

    def to_internal_value(self, value: Any) -> datetime:
        return super().to_internal_value(_LOST_PLUS.sub(r"+\1", value) if isinstance(value, str) else value)

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("naive")
        if not 2000 <= value.year <= 2099:
            self.fail("range")
        return value.astimezone(UTC)


class ReportIn(serializers.Serializer):
    service_code = serializers.CharField(max_length=16)
    lat = serializers.FloatField(min_value=-90, max_value=90, default=None)
    long = serializers.FloatField(min_value=-180, max_value=180, default=None)
    address_string = serializers.CharField(max_length=300, default="")
    description = serializers.CharField(max_length=4000, default="")
    email = serializers.CharField(max_length=200, default="")
    first_name = serializers.CharField(max_length=30, default="")
    last_name = serializers.CharField(max_length=30, default="")
    phone = serializers.CharField(max_length=40, default="")
    media_url = serializers.URLField(max_length=500, default="")

    def validate_media_url(self, value: str) -> str:
        if value and not value.lower().startswith(("http://", "https://")):
            raise serializers.ValidationError(_("只收 http 或 https 地址。"), code="scheme")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["lat"] is None) != (attrs["long"] is None):
            raise serializers.ValidationError({"lat": [_("lat 和 long 要一起给。")]}, code="half_a_point")
        if attrs["lat"] is None and not attrs["address_string"]:
            raise serializers.ValidationError(
                {"address_string": [_("请给出位置：lat 和 long，或者 address_string。")]}, code="required"
            )
        return attrs


class RequestsQuery(serializers.Serializer):
    service_request_id = serializers.ListField(child=serializers.CharField(max_length=24), max_length=200, default=list)
    service_code = serializers.ListField(child=serializers.CharField(max_length=16), max_length=100, default=list)
    status = serializers.ListField(child=serializers.ChoiceField(["open", "closed"]), max_length=10, default=list)
    start_date = Moment(default=None)
    end_date = Moment(default=None)
    page = serializers.IntegerField(min_value=1, max_value=1000, default=1)
    page_size = serializers.IntegerField(min_value=1, max_value=1000, default=1000)


def form_of(data: QueryDict) -> dict[str, Any]:
    """The fields that hold something."""
    return {name: value for name, value in data.items() if str(value).strip()}


def question_of(params: QueryDict) -> dict[str, Any]:
    """The same for an address; lists may be repeated, separated by commas, or both."""
    asked: dict[str, Any] = form_of(params)
    for name in _LISTS:
        asked[name] = [part.strip() for part in ",".join(params.getlist(name)).split(",") if part.strip()]
    return asked
