"""The field of ids that the actions with photos share, and how what hangs on a case is shown."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from cases.api.instants import instant
from cases.queries.attachments import Photo

MOST = 20


def attachments_field() -> serializers.ListField:
    """Ids that `POST /attachments/` gave to the same caller, each used once."""
    return serializers.ListField(
        child=serializers.UUIDField(),
        max_length=MOST,
        required=False,
        default=list,
        help_text="Ids from POST /attachments/ of the same caller; each is used once",
    )


def attachment(photo: Photo) -> dict[str, Any]:
    file = photo.link.attachment
    return {
        "id": str(file.pk),
        "role": photo.link.role,
        "kind": file.kind,
        "media_type": file.media_type,
        "name": file.name,
        "size": file.size,
        "url": reverse("api:attachment", args=[file.pk]),
        "taken_at": instant(file.taken_at),
        "lon": file.lon,
        "lat": file.lat,
        "distance_m": photo.metres,
        "at": instant(photo.link.at),
        "by": photo.link.by_label,
        "version": photo.link.version,
    }
