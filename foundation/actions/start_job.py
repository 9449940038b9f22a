"""发起后台任务."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction

from foundation import files
from foundation.jobs.registry import runner_of
from foundation.models import Job
from kernel.actors import Actor

KEPT = timedelta(days=7)


def start_job(
    kind: str,
    *,
    title: str,
    upload: BinaryIO | None = None,
    input_name: str = "",
    options: Mapping[str, Any] | None = None,
    kept: timedelta = KEPT,
    actor: Actor,
    now: datetime,
) -> Job:
    """Writes down the job, and its uploaded file beside it; the next sweep takes it up.

    The files are kept for `kept`. Raises Invalid for a file that is too large.
    """
    if runner_of(kind) is None:
        raise ValueError(f"nobody does jobs of kind {kind!r}")
    folder = files.new_folder()
    try:
        if upload is not None:
            files.store(upload, folder=folder)
        with transaction.atomic():
            return Job.objects.create(
                kind=kind,
                title=title[:200],
                actor_key=actor.key,
                actor_label=actor.label[:100],
                organization_id=actor.organization_id,
                options=dict(options or {}),
                folder=folder,
                input_name=(input_name or "input")[-200:] if upload is not None else "",
                created_at=now,
                expires_at=now + kept,
            )
    except BaseException:
        files.remove(folder)
        raise
