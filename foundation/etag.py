"""Versions on the wire: `ETag: "v3"` out, `If-Match: "v3"` in."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request

from foundation.errors import Malformed
from kernel.errors import FieldError

_TAG = re.compile(r'"v([0-9]{1,18})"')


def etag_of(version: int) -> str:
    return f'"v{version}"'


def expected_version(request: HttpRequest | Request) -> int | None:
    """The version the caller acts on; None without `If-Match` or with `*`.

    A weak tag never matches in `If-Match` (RFC 9110 §13.1.1) and a list makes no sense for one object: both Malformed.
    """
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    return version_of_tag(given, field="If-Match")


def version_of_tag(tag: str, *, field: str) -> int:
    """The version that `"v3"` names; Malformed on `field` for what is no such tag."""
    found = _TAG.fullmatch(tag)
    if found is None:
        message = _('If-Match 应当是一个版本标记，例如 "v3"。')
        raise Malformed(message, errors=[FieldError(field, "malformed", message)])
    return int(found[1])
