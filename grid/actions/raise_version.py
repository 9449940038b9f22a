import uuid
from datetime import datetime

from grid import index
from grid.models import AreaVersion
from kernel.actors import Actor


def raise_version(*, actor: Actor, now: datetime, areas_digest: str | None = None) -> None:
    """Areas or places changed: every process rebuilds its index. Call it in the change's own transaction."""
    changes = {"token": uuid.uuid4(), "changed_at": now, "changed_by": actor.label[:80]}
    if areas_digest is not None:
        changes["areas_digest"] = areas_digest
    AreaVersion.objects.update_or_create(id=AreaVersion.ONLY, defaults=changes)
    index.forget()
