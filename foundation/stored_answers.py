"""The rows behind `foundation.idempotency`: claim a key, keep its answer, give it again."""

from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from foundation.models import IdempotencyKey
from foundation.sealing import seal, unseal
from kernel.errors import Refused

LIFETIME = timedelta(hours=24)
WAIT_SECONDS = 5
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
_LOCK_NOT_AVAILABLE = "55P03"

# Waits for the other transaction that inserted the same key, at most WAIT_SECONDS; takes over a key that has expired.
_CLAIM = """
    SET LOCAL lock_timeout = %s;
    INSERT INTO foundation_idempotencykey AS held
        (actor_key, key, method, path, fingerprint, status, headers, answer, created_at)
    VALUES (%s, %s, %s, %s, %s, NULL, '{}', '', %s)
    ON CONFLICT (actor_key, key) DO UPDATE SET
        method = excluded.method, path = excluded.path, fingerprint = excluded.fingerprint,
        status = NULL, headers = '{}', answer = '', created_at = excluded.created_at
    WHERE held.created_at <= %s
    RETURNING held.id
"""


def claim(attempt: IdempotencyKey) -> IdempotencyKey | None:
    """The attempt with its row, if it is the first; None if another was. Needs an open transaction.

    Raises Refused `in_progress` when the other is still at work after WAIT_SECONDS.
    """
    values: list[Any] = [
        attempt.actor_key,
        attempt.key,
        attempt.method,
        attempt.path,
        attempt.fingerprint,
        attempt.created_at,
    ]
    with connection.cursor() as cursor:
        try:
            cursor.execute(_CLAIM, [f"{WAIT_SECONDS}s", *values, attempt.created_at - LIFETIME])
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) != _LOCK_NOT_AVAILABLE:
                raise
            raise Refused(_("同一请求正在处理，请稍后用同一个键重试。"), code="in_progress") from None
        row = cursor.fetchone()
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    if row is None:
        return None
    attempt.pk = row[0]
    return attempt


def is_final(response: HttpResponseBase) -> bool:
    """False for what tells of a fault or of a passing refusal, which the next try may not meet."""
    return response.status_code < 500 and response.status_code not in {401, 429}


def store(mine: IdempotencyKey, response: HttpResponseBase) -> None:
    """Keeps the answer beside the effect, for the transaction to commit both."""
    IdempotencyKey.objects.filter(pk=mine.pk).update(
        status=response.status_code,
        headers=_kept_headers(response),
        answer=seal(_body_of(response)),
    )


def replay(first: IdempotencyKey) -> HttpResponse:
    """The first answer to the byte, marked as a replay."""
    response = HttpResponse(unseal(first.answer), status=first.status, headers=first.headers)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _body_of(response: HttpResponseBase) -> str:
    if isinstance(response, Response):
        return "" if response.data is None else JSONRenderer().render(response.data).decode()
    return response.content.decode() if isinstance(response, HttpResponse) else ""


def _kept_headers(response: HttpResponseBase) -> dict[str, str]:
    kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    if isinstance(response, Response):
        kept["Content-Type"] = response.content_type or "application/json"
    return kept
