"""Refused attempts in the audit: whoever is signed in and is told 403 leaves a trace."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from foundation.clock import now
from kernel.actors import Actor
from kernel.texts import mask_numbers
from organizations.actors import actor_of, address_of
from organizations.audit import record
from organizations.models import AuditEntry

log = logging.getLogger(__name__)

KIND = "access.refused"
# A loop of refused calls writes this little: one entry for each address in a minute, and so many in all.
SPAN = timedelta(minutes=1)
MOST_IN_SPAN = 10


class RefusalMiddleware:
    """Stands after ActorMiddleware, so that pages, admin and API all pass through it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 403 and actor_of(request).id:
            _note(request)
        return response


def _note(request: HttpRequest) -> None:
    """The answer is a refusal already; a database that cannot note it must not make a fault of it."""
    match = request.resolver_match
    where = f"{request.method} {match.view_name if match else ''}"[:64]
    try:
        with transaction.atomic():
            note_refusal(where, path=request.path, actor=actor_of(request), now=now(), address=address_of(request))
    except DatabaseError:
        log.exception("a refused attempt could not be recorded")


def note_refusal(where: str, *, path: str, actor: Actor, now: datetime, address: str) -> AuditEntry | None:
    """One entry a minute for each person and address; None when it is there already, or when there are enough."""
    lately = AuditEntry.objects.filter(actor_key=actor.key, at__gt=now - SPAN, kind=KIND)
    known = list(lately.values_list("subject_id", flat=True)[:MOST_IN_SPAN])
    if where in known or len(known) >= MOST_IN_SPAN:
        return None
    return record(
        KIND,
        actor=actor,
        now=now,
        subject_kind="address",
        subject_id=where,
        subject_label=mask_numbers(path),
        address=address,
    )
