"""AES-256-GCM with the key's id in front, so that keys can be replaced while old values stay readable.

Layout of a sealed value: 1 byte length of the key id, the key id in ASCII, 12 bytes nonce, ciphertext with its tag.
The place (`table.column`) is authenticated with it: a value copied into another column cannot be opened there.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12


class SecretUnreadable(Exception):  # named like the errors of the kernel
    """A stored secret cannot be opened: its key is missing, or the value was changed or moved."""


def seal(text: str, *, place: str) -> bytes:
    """The text under the newest key of `settings.FIELD_KEYS`."""
    key_id, key = next(iter(settings.FIELD_KEYS.items()))
    name, nonce = key_id.encode("ascii"), os.urandom(_NONCE_BYTES)
    return bytes([len(name)]) + name + nonce + AESGCM(key).encrypt(nonce, text.encode(), place.encode())


def open_sealed(sealed: bytes, *, place: str) -> str:
    """The text again; SecretUnreadable names the missing key or the place, never the content."""
    name_end = 1 + sealed[0]
    key_id = sealed[1:name_end].decode("ascii", "replace")
    nonce, ciphertext = sealed[name_end : name_end + _NONCE_BYTES], sealed[name_end + _NONCE_BYTES :]
    key = settings.FIELD_KEYS.get(key_id)
    if key is None:
        raise SecretUnreadable(f"{place} is sealed with key {key_id!r}, which CENTER_FIELD_KEYS does not hold")
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, place.encode()).decode()
    except (InvalidTag, ValueError):
        raise SecretUnreadable(f"{place}: the value was changed, or sealed for another column") from None
