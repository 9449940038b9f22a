"""现场码: what the QR code on the spot carries, so that only who stands there can have read it."""

from django.core import signing

from enforcement.models import Whistle

_SALT = "enforcement.site_code"


def site_code(whistle: Whistle) -> str:
    """The whistle's number, signed: it cannot be made up, and is good for this whistle alone."""
    return signing.Signer(salt=_SALT).sign(whistle.number)


def is_site_code(whistle: Whistle, code: str) -> bool:
    try:
        return signing.Signer(salt=_SALT).unsign(code) == whistle.number
    except signing.BadSignature:
        return False
