"""What the OpenAPI document says of every address: the refusals it may answer with, and the headers a POST takes.

A view names its successes alone. What is added here is what foundation itself does to every call, so that neither can
be forgotten in one place and told in another.
"""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from foundation.problem_details import CONTENT_TYPE, title_of

_EVERYWHERE = (400, 401, 403, 406, 429, 503)
_WITH_A_BODY = (409, 413, 415)
_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[ -~]{1,200}$"},
    OpenApiParameter.HEADER,
    description="The same key and content within 24 hours: the first answer again, with `Idempotency-Replayed: true`",
)
_IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^"v[0-9]{1,18}(\.[0-9]{1,18})?"$'},
    OpenApiParameter.HEADER,
    description="The `ETag` the caller acts on; another version by now is refused with 412",
)
_RETRY_AFTER = {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds"}


class FieldErrorOut(serializers.Serializer):
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemOut(serializers.Serializer):
    """RFC 9457; some problems carry further members."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField(help_text="For machines: which rule, which fault")
    errors = FieldErrorOut(many=True)  # type: ignore[assignment]  # the contract's name, also a serializer's property


class StaleOut(ProblemOut):
    current = serializers.DictField(allow_null=True, help_text="What the caller acted on as it stands by now")
    changes = serializers.ListField(child=serializers.DictField(), help_text="What happened since the caller's version")


class CenterSchema(AutoSchema):
    """The framework's schema of a view, with what all views share."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(path, path_regex, path_prefix, method, registry)
        if operation is not None:
            told = operation["responses"]
            told |= {str(status): self._refusal(status) for status in self._refusals() if str(status) not in told}
            operation["responses"] = dict(sorted(told.items()))
        return operation

    def get_override_parameters(self) -> list[Any]:
        return [*super().get_override_parameters(), *self._headers()]

    def _headers(self) -> Iterator[OpenApiParameter]:
        if getattr(self._handler, "is_idempotent", False):
            yield _KEY
        if self._takes_if_match:
            yield _IF_MATCH

    def _refusals(self) -> Iterator[int]:
        yield from _EVERYWHERE
        if "{" in self.path:
            yield 404
        if self.method == "POST":
            yield from _WITH_A_BODY
        if self._takes_if_match:
            yield 412

    def _refusal(self, status: int) -> dict[str, Any]:
        problem = StaleOut if status == 412 else ProblemOut
        schema = self.resolve_serializer(problem, "response").ref
        said: dict[str, Any] = {"description": title_of(status), "content": {CONTENT_TYPE: {"schema": schema}}}
        return said | ({"headers": {"Retry-After": _RETRY_AFTER}} if status in {429, 503} else {})

    @property
    def _handler(self) -> object:
        return getattr(self.view, self.method.lower(), None)

    @property
    def _takes_if_match(self) -> bool:
        return self.method == "POST" and getattr(self.view, "takes_if_match", False)
