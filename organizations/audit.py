"""The one way into the audit."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec

from kernel.actors import Actor
from organizations.models import AuditEntry

P = ParamSpec("P")
# Of a load: a district begins with some thousand rows, whose file is kept with the program.
_NAMED = 50


def entry(
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
    """One entry, not yet appended.

    `kind` is `subject.verb_in_the_past` (`user.signed_in`); `before` and `after` hold the changed columns alone,
    JSON values, and never personal data in clear.
    """
    return AuditEntry(
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


def _appended(make: Callable[P, AuditEntry]) -> Callable[P, AuditEntry]:
    @wraps(make)
    def append(*args: P.args, **kwargs: P.kwargs) -> AuditEntry:
        made = make(*args, **kwargs)
        made.save(force_insert=True)
        return made

    append.__doc__ = "Appends one entry in the caller's transaction, so that an effect without its trace cannot be."
    return append


record = _appended(entry)


def record_load(kind: str, added: Sequence[object], *, actor: Actor, now: datetime) -> None:
    """One entry of what a load brought in: how many rows, the first of them by name. None when nothing was missing."""
    if added:
        record(kind, actor=actor, now=now, after={"added": len(added), "rows": [str(row) for row in added[:_NAMED]]})


def record_all(entries: Iterable[AuditEntry]) -> None:
    """Appends many entries at once, in the caller's transaction."""
    AuditEntry.objects.bulk_create(entries, batch_size=1000)
