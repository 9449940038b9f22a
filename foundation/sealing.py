"""Encryption of what only passes through: nobody searches it, everybody forgets it within a day."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    """The text encrypted with the newest field key."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again, whichever field key sealed it; raises cryptography's InvalidToken once that key is gone."""
    return _box().decrypt(sealed.encode()).decode()


def _box() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in settings.FIELD_KEYS.values()])
