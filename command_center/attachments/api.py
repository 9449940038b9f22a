"""`POST /attachments/`: a file comes in for a later call; `GET /attachments/{id}/` hands it out."""

import uuid
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.actions.add_attachment import add_attachment
from foundation.attachments.serving import answer
from foundation.attachments.viewers import seen_attachment
from foundation.clock import now
from foundation.idempotency import idempotent
from foundation.models import Attachment
from foundation.query_names import refuse_unknown_names
from kernel.times import to_local
from organizations.actors import actor_of
from organizations.drf import HasPermission

_SMALL = OpenApiParameter("size", enum=["small"], description="`small`: a picture of 320 pixels")


class AttachmentIn(serializers.Serializer):
    file = serializers.FileField(
        max_length=1000, allow_empty_file=True, help_text="JPEG, PNG, WebP, PDF, docx or xlsx, at most 10 MB"
    )


class AttachmentOut(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(Attachment.Kind.choices)
    media_type = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    taken_at = serializers.DateTimeField(allow_null=True)
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    unused_until = serializers.DateTimeField(allow_null=True, help_text="Removed then, unless a call has used it")


class AnythingGoes(BaseContentNegotiation):
    """Who asks for a file takes it as it is: the answer's type is the file's, whatever `Accept` says."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class AttachmentsView(APIView):
    permission_classes = [HasPermission]
    permission_action = {"POST": "foundation.attach"}
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="add_attachment",
        request={"multipart/form-data": AttachmentIn},
        responses={201: AttachmentOut},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        shape = AttachmentIn(data=request.data)
        shape.is_valid(raise_exception=True)
        file = shape.validated_data["file"]
        added = add_attachment(file, name=file.name or "", actor=actor_of(request), now=now())
        return Response(_shown(added), status=201)


class AttachmentView(APIView):
    permission_classes = [HasPermission]
    permission_action = {"GET": "foundation.see_attachment"}
    content_negotiation_class = AnythingGoes

    @extend_schema(
        operation_id="get_attachment",
        parameters=[_SMALL],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, attachment_id: uuid.UUID) -> HttpResponseBase:
        refuse_unknown_names(request, {"size"})
        found = seen_attachment(attachment_id, actor=actor_of(request))
        return answer(found, request._request, is_small=request.query_params.get("size") == "small")


def _shown(attachment: Attachment) -> dict[str, Any]:
    taken_at, unused_until = attachment.taken_at, attachment.unused_until
    return {
        "id": str(attachment.pk),
        "kind": attachment.kind,
        "media_type": attachment.media_type,
        "name": attachment.name,
        "size": attachment.size,
        "width": attachment.width,
        "height": attachment.height,
        "taken_at": to_local(taken_at).isoformat() if taken_at else None,
        "lon": attachment.lon,
        "lat": attachment.lat,
        "unused_until": to_local(unused_until).isoformat() if unused_until else None,
    }
