"""The shapes that come in with an order; they check shape, the actions check sense."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cases.models import RequestKind, Source, Urgency
from cases.rules.orders import EXTRA_LIMIT, LENGTHS, Caller, Order, Whereabouts, may_be_order_no
from grid.coordinates import gcj02_to_wgs84

EXTRA_NAME = 100
"""Characters of a name in `extra`; a column of a file has no longer one."""


class Moment(serializers.DateTimeField):
    """ISO 8601 with an offset; a time without one could mean eight hours more or less and is refused."""

    default_error_messages = {
        "naive": _("时间要带时区，例如 2026-11-22T08:15:00+08:00。"),
        "range": _("年份应在 2000 到 2099 之间，请检查。"),
    }

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("naive")
        if not 2000 <= value.year <= 2099:
            self.fail("range")
        return value.astimezone(UTC)


class Degrees(serializers.FloatField):
    """A number; `true` is none, although Python would count it as 1."""

    default_error_messages = {"overflow": _("请填写合法的数字。"), "max_string_length": _("请填写合法的数字。")}

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class RequesterIn(serializers.Serializer):
    name = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    address = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    is_secret = serializers.BooleanField(required=False, default=False)


class LocationIn(serializers.Serializer):
    address = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    street = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    community = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    lon = Degrees(min_value=-180, max_value=180, required=False, allow_null=True, default=None)
    lat = Degrees(
        min_value=-90,
        max_value=90,
        required=False,
        allow_null=True,
        default=None,
        error_messages={"max_value": _("纬度应在 -90 到 90 之间；经度和纬度可能写反了。")},
    )
    crs = serializers.ChoiceField(["wgs84", "gcj02"], required=False, default="wgs84")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["lon"] is None) != (attrs["lat"] is None):
            raise serializers.ValidationError({"lat": [_("经度和纬度要一起给，或都不给。")]}, code="half_a_point")
        return attrs


def whereabouts_of(data: dict[str, Any]) -> Whereabouts:
    """The validated place as a plain value, its point in WGS-84; an empty dict is a place nobody named."""
    lon, lat = data.get("lon"), data.get("lat")
    if lon is not None and lat is not None and data["crs"] == "gcj02":
        lon, lat = gcj02_to_wgs84(lon, lat)
    words = {name: data.get(name, "") for name in ("address", "street", "community")}
    return Whereabouts(**words, lon=lon, lat=lat)


class OrderIn(serializers.Serializer):
    """One work order, as `POST /orders/` takes it."""

    order_no = serializers.CharField(max_length=64)
    source = serializers.ChoiceField(Source.choices)  # type: ignore[assignment]  # a field of that name
    received_at = Moment()
    request_kind = serializers.ChoiceField(RequestKind.choices)
    urgency = serializers.ChoiceField(Urgency.choices, default=Urgency.GENERAL)
    category_code = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    title = serializers.CharField(max_length=200)
    content = serializers.CharField(max_length=20000)
    requester = RequesterIn(required=False, default=dict)
    location = LocationIn(required=False, default=dict)
    reply_due_at = Moment(required=False, allow_null=True, default=None)
    supervised = serializers.BooleanField(required=False, default=False)
    extra = serializers.DictField(required=False, default=dict)

    def validate_order_no(self, value: str) -> str:
        if not may_be_order_no(value):
            raise serializers.ValidationError(_("工单号不能含斜杠或控制字符，也不能是 batch。"), code="order_no")
        return value

    def validate_extra(self, value: dict[str, Any]) -> dict[str, Any]:
        if len(value) > EXTRA_LIMIT:
            raise serializers.ValidationError(_("附加字段最多 %(most)d 个。") % {"most": EXTRA_LIMIT}, code="too_many")
        for key, one in value.items():
            if len(key) > EXTRA_NAME or len(json.dumps(one, ensure_ascii=False)) > LENGTHS["content"] + 2:
                words = {"name": key[:20], "most": LENGTHS["content"], "of_name": EXTRA_NAME}
                message = _("附加字段“%(name)s”过长：名称最多 %(of_name)d 字，内容最多 %(most)d 字。")
                raise serializers.ValidationError(message % words, code="too_long")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        due = attrs["reply_due_at"]
        if due is not None and due <= attrs["received_at"]:
            raise serializers.ValidationError(
                {"reply_due_at": [_("回复时限应晚于接收时间。")]}, code="due_before_receipt"
            )
        return attrs


def read_order(data: Any) -> Order:
    """One order of a request's body as a plain value; raises the framework's ValidationError."""
    good = _shape().run_validation(data)
    return Order(
        order_no=good["order_no"],
        source=good["source"],
        received_at=good["received_at"],
        request_kind=good["request_kind"],
        urgency=good["urgency"],
        title=good["title"],
        content=good["content"],
        category_code=good["category_code"],
        caller=Caller(**good["requester"]),
        whereabouts=whereabouts_of(good["location"]),
        reply_due_at=good["reply_due_at"],
        is_supervised=good["supervised"],
        extra=good["extra"],
    )


@cache
def _shape() -> OrderIn:
    """One for all orders: to validate changes nothing of it, to make one copies each of its fields."""
    return OrderIn()
