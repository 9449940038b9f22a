"""When two requests ask for the same: method, address and what was parsed, not the bytes it came in."""

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from rest_framework.request import Request


def fingerprint_of(request: Request) -> str:
    """Keyed digest over parsed fields and file digests: multipart boundaries and blanks in JSON differ from try to
    try, and a plain digest would let a telephone number be guessed from it."""
    asked = [request.method, request.get_full_path(), _plain(request.data)]
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_digest_of_file)
    return hmac.new(settings.FIELD_HASH_KEY, text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def _plain(data: Any) -> Any:
    return dict(data.lists()) if isinstance(data, QueryDict) else data


def _digest_of_file(file: Any) -> str:
    if not isinstance(file, UploadedFile):
        raise TypeError(f"cannot fingerprint {type(file).__name__}")
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
