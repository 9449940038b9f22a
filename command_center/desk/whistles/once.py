"""A page sent twice acts once: the first answer is kept beside its effect and given to whoever sends it again."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.http import HttpResponse

from foundation.models import IdempotencyKey
from foundation.stored_answers import claim, replay, store
from kernel.actors import Actor


def first_answer(key: str, *, actor: Actor) -> HttpResponse | None:
    """What was answered when this actor's page was sent before."""
    first = IdempotencyKey.objects.filter(actor_key=actor.key, key=key).first()
    return replay(first) if first is not None else None


def once(key: str, act: Callable[[], HttpResponse], *, path: str, actor: Actor, now: datetime) -> HttpResponse:
    """Acts and keeps the answer in one transaction; whoever comes in the same moment waits and is given the same. What
    is raised leaves nothing behind, so that the page may be sent again. Raises Refused `in_progress`."""
    attempt = IdempotencyKey(actor_key=actor.key, key=key, method="POST", path=path, fingerprint="", created_at=now)
    with transaction.atomic():
        mine = claim(attempt)
        if mine is not None:
            answer = act()
            store(mine, answer)
            return answer
    return first_answer(key, actor=actor) or once(key, act, path=path, actor=actor, now=now)
