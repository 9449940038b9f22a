"""The rows that an import left outside, as a file to download; never shown within the browser."""

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _

from foundation.clock import now
from foundation.models import Job
from kernel.actors import Actor
from kernel.errors import NotFound
from organizations.actors import address_of
from organizations.audit import record

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def report_answer(request: HttpRequest, job: Job, *, actor: Actor) -> FileResponse:
    """Notes the download in the audit. Raises NotFound where there is no report, or none any more."""
    path = job.report_path
    try:
        file = path.open("rb") if path is not None else None
    except FileNotFoundError:
        file = None
    if file is None:
        raise NotFound(_("这次导入没有报告，或者报告已过保存期。"))
    record(
        "orders.report_downloaded",
        actor=actor,
        now=now(),
        subject_kind="job",
        subject_id=job.pk,
        subject_label=job.report_name,
        address=address_of(request),
    )
    response = FileResponse(file, as_attachment=True, filename=job.report_name, content_type=_XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    return response
