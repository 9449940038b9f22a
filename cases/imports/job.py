"""The import of an uploaded file as a job: begun by a page, done by the worker."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cases.imports import mappings
from cases.imports.importing import import_orders
from cases.imports.results import ImportResult, Mode
from foundation.actions.start_job import start_job
from foundation.jobs import Progress
from foundation.models import Job
from foundation.queries.jobs import jobs_of
from foundation.tables import Row, open_table
from kernel.actors import Actor
from kernel.errors import Invalid
from organizations.permissions import require
from organizations.starters import starter_of

KIND = "import_orders"
SHOWN = 50
"""Refused rows that a page shows; all of them are in the report."""


def start_import(
    path: Path, *, file_name: str, mapping: str, mode: Mode, dry_run: bool, request: str, actor: Actor, now: datetime
) -> Job:
    """Takes over a copy of the file. `request` names the click: the same again gives the job that it began before."""
    require(actor, "cases.import")
    with transaction.atomic():
        wait_for(f"{actor.key} {request}")
        if (before := started_by(request, actor=actor)) is not None:
            return before
        options = {"mapping": mapping, "mode": mode.value, "dry_run": dry_run, "request": request}
        name = harmless_name(file_name)
        with path.open("rb") as upload:
            return start_job(KIND, title=name, upload=upload, input_name=name, options=options, actor=actor, now=now)


def started_by(request: str, *, actor: Actor) -> Job | None:
    """The job that this click of this actor began."""
    return jobs_of(actor).filter(kind=KIND, options__request=request).first()


def run(job: Job, progress: Progress) -> Mapping[str, Any]:
    """With the rights that whoever started it has now, so that a right withdrawn meanwhile counts."""
    if job.input_path is None:
        raise Invalid(_("上传的文件已经清理，请重新上传。"))
    report = progress.report_path(_("%s-未导入.xlsx") % PurePath(job.input_name).stem)
    result = import_orders(
        job.input_path,
        mapping=job.options["mapping"],
        mode=Mode(job.options["mode"]),
        actor=starter_of(job, action="cases.import"),
        now=progress.now(),
        dry_run=job.options["dry_run"],
        progress=lambda read, share: progress(read, max(read, round(read / share)) if share else None),
        report_path=report,
        file_name=job.input_name,
    )
    progress(result.read, result.read)
    return _as_shown(result)


def harmless_name(name: str) -> str:
    """What the sender called the file, as a name to show and to download by: one line, no folders, no odd signs."""
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if c.isprintable() and c not in '/\\:*?"<>|')
    path = PurePath(plain.strip(" .")[-160:] or _("工单"))
    return f"{path.stem[-120:]}{path.suffix[:20]}"


def _as_shown(result: ImportResult) -> dict[str, Any]:
    counts = {one: n for one, n in result.as_json().items() if one != "report"}
    mapping = mappings.read(result.mapping)
    return {
        **counts,
        "by_precision": dict(result.by_precision),
        "mapping": mapping.title,
        "source": "" if "source" in mapping.columns else mapping.source,
        "refusals": first_rows(result.report_path),
    }


def first_rows(report: Path | None) -> list[list[str]]:
    """The first refused rows of a report, for its page."""
    if report is None:
        return []
    with open_table(report) as table:
        return [[cell[:300] for cell in row.cells.values()] for row in islice(table, SHOWN) if isinstance(row, Row)]


def wait_for(click: str) -> None:
    """The second of two equal clicks waits until the first has written its job."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [click])
