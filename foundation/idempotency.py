"""A POST sent twice has its effect once and gives the same answer twice.

Decorate the handler method of a REST framework view; rights are checked before it, versions and everything else
inside. With or without a key the handler runs in one transaction.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.views import APIView

from foundation import clock
from foundation.errors import Malformed
from foundation.fingerprint import fingerprint_of
from foundation.models import IdempotencyKey
from foundation.problems import problem_of_center_error
from foundation.stored_answers import claim, is_final, replay, store
from kernel.actors import Actor
from kernel.errors import CenterError, FieldError, Refused

Handler = Callable[..., HttpResponseBase]
_KEY = re.compile(r"[\x20-\x7e]{1,200}")


def idempotent(handler: Handler) -> Handler:
    """Honours `Idempotency-Key` on `handler(view, request, …)`.

    Stored are answers below 500 save 401 and 429, and the refusals of an action (kernel.errors, but not Malformed),
    whose effect is rolled back while the key stays. All else that is raised rolls back the key as well: the caller may
    try again. Strangers without an id share no keys.
    """

    @wraps(handler)
    def once(view: APIView, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = key_of(request)
        if key is None or not _actor(request).id:
            with transaction.atomic():
                return handler(view, request, *args, **kwargs)
        fingerprint = fingerprint_of(request)
        with transaction.atomic():
            mine = claim(attempt_of(request, key, fingerprint))
            if mine is not None:
                response = _decide(handler, view, request, *args, **kwargs)
                if is_final(response):
                    store(mine, response)
                else:
                    transaction.set_rollback(True)
                return response
        return _first_answer(request, key, fingerprint)

    once.is_idempotent = True  # type: ignore[attr-defined]  # told in the OpenAPI document
    return once


def _decide(handler: Handler, view: APIView, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        with transaction.atomic():
            return handler(view, request, *args, **kwargs)
    except Malformed:
        raise
    except CenterError as refusal:
        return problem_of_center_error(refusal).response()


def _first_answer(request: Request, key: str, fingerprint: str) -> HttpResponse:
    first = first_attempt(_actor(request), key)
    if first.fingerprint != fingerprint:
        raise Refused(_("这个 Idempotency-Key 已用于另一个请求，请换一个新的键。"), code="idempotency_key_reused")
    return replay(first)


def first_attempt(actor: Actor, key: str) -> IdempotencyKey:
    """The one that we lost the claim to; Refused `in_progress` where it was purged, or rolled back, since."""
    first = IdempotencyKey.objects.filter(actor_key=actor.key, key=key).first()
    if first is None:
        raise Refused(_("同一请求正在处理，请稍后用同一个键重试。"), code="in_progress")
    return first


def attempt_of(request: Request, key: str, fingerprint: str) -> IdempotencyKey:
    return IdempotencyKey(
        actor_key=_actor(request).key,
        key=key,
        method=request.method or "",
        path=request.path[:500],
        fingerprint=fingerprint,
        created_at=clock.now(),
    )


def _actor(request: Request) -> Actor:
    actor: Actor = request._request.actor  # type: ignore[attr-defined]  # set by middleware or authenticator
    return actor


def key_of(request: Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None or _KEY.fullmatch(key):
        return key
    message = _("Idempotency-Key 应当是 1 到 200 个可见的英文字符。")
    raise Malformed(message, errors=[FieldError("Idempotency-Key", "malformed", message)])
