"""What must be right before the process starts: the keys of personal data."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

KEY_BYTES = 32


@register(Tags.security)
def field_keys_are_usable(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """A short key or an empty key ring would only be noticed when the first requester is stored."""
    errors: list[CheckMessage] = []
    if not settings.FIELD_KEYS:
        errors.append(Error("CENTER_FIELD_KEYS names no key", id="organizations.E001"))
    for key_id, key in settings.FIELD_KEYS.items():
        if len(key) != KEY_BYTES or not key_id.isascii() or not 0 < len(key_id) <= 32:
            errors.append(
                Error(
                    f"CENTER_FIELD_KEYS: key {key_id!r} needs {KEY_BYTES} bytes and an ASCII id of 1 to 32 characters",
                    id="organizations.E002",
                )
            )
    if len(settings.FIELD_HASH_KEY) < KEY_BYTES:
        errors.append(Error(f"CENTER_HASH_KEY must have at least {KEY_BYTES} bytes", id="organizations.E003"))
    return errors
