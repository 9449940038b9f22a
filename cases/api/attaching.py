"""The field of ids that the actions with photos share, and how what hangs on a case is shown."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from cases.api.instants import instant
from cases.queries.attachments import Photo
from foundation.models import Attachment

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


def file_facts(file: Attachment) -> dict[str, Any]:
    """What is told of a file, whatever it hangs on."""
    return {
        "id": str(file.pk),
        "kind": file.kind,
        "media_type": file.media_type,
        "name": file.name,
        "size": file.size,
        "url": reverse("api:attachment", args=[file.pk]),
        "taken_at": instant(file.taken_at),
        "lon": file.lon,
        "lat": file.lat,
    }


def attachment(photo: Photo) -> dict[str, Any]:
    link = photo.link
    hung = {"role": link.role, "at": instant(link.at), "by": link.by_label, "version": link.version}
    return {**file_facts(link.attachment), **hung, "distance_m": photo.metres}
