"""The one way into the audit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kernel.actors import Actor
from organizations.models import AuditEntry


def record(
    kind: str,
    *,
    actor: Actor,
    now: datetime,
    subject_kind: str = "",
    subject_id: object = "",
    subject_label: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    address: str = "",
) -> AuditEntry:
    """Appends one entry in the caller's transaction, so that an effect without its trace cannot be.

    `kind` is `subject.verb_in_the_past` (`user.signed_in`); `before` and `after` hold the changed columns alone,
    JSON values, and never personal data in clear.
    """
    return AuditEntry.objects.create(
        at=now,
        kind=kind,
        actor_key=actor.key,
        actor_label=actor.label[:80],
        organization_id=actor.organization_id,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        subject_label=subject_label[:200],
        before=None if before is None else dict(before),
        after=None if after is None else dict(after),
        reason=reason[:500],
        address=address,
    )
