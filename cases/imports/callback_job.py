"""The import of the city's call-backs as a job: begun by a page, done by the worker."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from cases.imports.callbacks import import_callbacks
from cases.imports.job import first_rows, harmless_name, wait_for
from foundation.actions.start_job import start_job
from foundation.jobs import Progress
from foundation.models import Job
from foundation.queries.jobs import jobs_of
from kernel.actors import Actor
from kernel.errors import Invalid
from organizations.permissions import require
from organizations.starters import starter_of

KIND = "import_callbacks"


def start_callback_import(upload: BinaryIO, *, file_name: str, request: str, actor: Actor, now: datetime) -> Job:
    """Takes over the file. `request` names the click: the same again gives the job that it began before."""
    require(actor, "cases.import_callbacks")
    with transaction.atomic():
        wait_for(f"{actor.key} {request}")
        before = jobs_of(actor).filter(kind=KIND, options__request=request).first()
        if before is not None:
            return before
        name = harmless_name(file_name)
        options = {"request": request}
        return start_job(KIND, title=name, upload=upload, input_name=name, options=options, actor=actor, now=now)


def run_callbacks(job: Job, progress: Progress) -> Mapping[str, Any]:
    """With the rights that whoever started it has now."""
    if job.input_path is None:
        raise Invalid(_("上传的文件已经清理，请重新上传。"))
    result = import_callbacks(
        job.input_path,
        actor=starter_of(job, action="cases.import_callbacks"),
        now=progress.now(),
        progress=lambda read, share: progress(read, max(read, round(read / share)) if share else None),
        report_path=progress.report_path(_("%s-未导入.xlsx") % PurePath(job.input_name).stem),
    )
    told = result.as_json()
    progress(told["read"], told["read"])
    return {**{one: n for one, n in told.items() if one != "report"}, "refusals": first_rows(result.report_path)}
