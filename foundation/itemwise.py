"""The items of a bulk, each in a transaction of its own, and each once however often the whole is sent.

The bulk's `Idempotency-Key` is that of its first item; those after it have keys made of it. Whoever sends the whole
again, be it after a fault in its middle, gets the answers of what is done and has the rest done.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.fingerprint import fingerprint_of
from foundation.idempotency import attempt_of, first_attempt, key_of
from foundation.problems import problem_of
from foundation.sealing import unseal
from foundation.stored_answers import claim, store
from kernel.errors import CenterError, Refused

Act = Callable[[], dict[str, Any]]


@dataclass(slots=True)
class Bulk:
    """One bulk request at work; `replayed` counts the items whose first answer was given again."""

    request: Request
    key: str | None
    fingerprint: str
    replayed: int = 0

    @classmethod
    def of(cls, request: Request) -> "Bulk":
        """Raises Malformed for a key that is none."""
        return cls(request, key_of(request), fingerprint_of(request))

    def done(self, place: int, act: Act) -> dict[str, Any]:
        """`{"status": 200, "body": …}` or `{"status": 4xx, "problem": …}` of the item at this place.

        Raises Refused `idempotency_key_reused` for another bulk under the same key, and what is no refusal.
        """
        if self.key is None:
            with transaction.atomic():
                return _decided(act)
        name = self.key if place == 0 else f"{hashlib.sha256(self.key.encode()).hexdigest()}/{place}"
        with transaction.atomic():
            mine = claim(attempt_of(self.request, name, self.fingerprint))
            if mine is not None:
                answer = _decided(act)
                store(mine, Response(answer))
                return answer
        return self._first_answer(name)

    def _first_answer(self, name: str) -> dict[str, Any]:
        actor = self.request._request.actor  # type: ignore[attr-defined]  # set by middleware or authenticator
        first = first_attempt(actor, name)
        if first.fingerprint != self.fingerprint:
            raise Refused(_("这个 Idempotency-Key 已用于另一个请求，请换一个新的键。"), code="idempotency_key_reused")
        self.replayed += 1
        answer: dict[str, Any] = json.loads(unseal(first.answer))
        return answer


def _decided(act: Act) -> dict[str, Any]:
    """What was done, or why not; a refusal undoes what the item had begun."""
    try:
        with transaction.atomic():
            return {"status": 200, "body": act()}
    except (CenterError, ValidationError) as refusal:
        problem = problem_of(refusal)
        if problem is None:
            raise
        return {"status": problem.status, "problem": problem.body()}
