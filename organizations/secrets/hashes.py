"""Keyed hashes: the same text gives the same value, and without the key nobody can try all telephone numbers."""

import hmac

from django.conf import settings

from kernel.texts import normalise, phone_digits

TAIL_DIGITS = 4


def keyed_hash(text: str, purpose: str) -> str:
    """HMAC-SHA256 of the normalised text as 64 hex digits; another purpose gives an unrelated value. "" for ""."""
    plain = normalise(text)
    return _digest(plain, purpose) if plain else ""


def exact_hash(text: str, purpose: str) -> str:
    """Like `keyed_hash` for texts that are compared letter by letter: tells a repeat from a change without keeping
    anything from which the text could be guessed."""
    return _digest(text, purpose)


def token_hash(token: str) -> str:
    """The stored form of an API token, which is compared letter by letter."""
    return _digest(token, "api-token")


def phone_hash(number: str) -> str:
    """Finds a telephone number however it was written; "" when the text holds no digit."""
    return keyed_hash(phone_digits(number), "phone")


def phone_tail_hash(number: str) -> str:
    """Finds a number by its last four digits; "" when it has fewer."""
    digits = phone_digits(number)
    return keyed_hash(digits[-TAIL_DIGITS:], "phone-tail") if len(digits) >= TAIL_DIGITS else ""


def _digest(text: str, purpose: str) -> str:
    return hmac.digest(settings.FIELD_HASH_KEY, f"{purpose}\0{text}".encode(), "sha256").hex()
