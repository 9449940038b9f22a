"""Beginning an export, one's own exports, and the files."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from command_center.desk.exports.job import KIND, begin
from command_center.desk.pages import asks_for, desk_page
from foundation.clock import now
from foundation.exports import FileType, file_of_export
from foundation.queries.jobs import jobs_of
from kernel.errors import Invalid
from kernel.times import local_date
from organizations.actors import actor_of, address_of
from organizations.audit import record
from organizations.pages import permission_required

SHOWN = 20
_TYPES = {
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.CSV: "text/csv; charset=utf-8",
}


@require_POST
@desk_page("cases.export")
def export(request: HttpRequest) -> HttpResponse:
    """Begins a file of the list that the page shows; it waits among the exports."""
    try:
        begin(request, now=now())
    except Invalid as wrong:
        return render(request, "desk/exports/list.html", {"jobs": [], "refusal": wrong, "now": now()}, status=400)
    return redirect("desk:exports")


@require_safe
@desk_page("cases.export")
def exports(request: HttpRequest) -> HttpResponse:
    """One's own latest; while one is under way the list renews itself."""
    jobs = list(jobs_of(actor_of(request)).filter(kind=KIND)[:SHOWN])
    context = {"jobs": jobs, "is_live": any(job.is_open for job in jobs), "now": now()}
    template = "desk/exports/_jobs.html" if asks_for(request, "exports") else "desk/exports/list.html"
    return render(request, template, context)


@require_safe
@permission_required("cases.export")
@never_cache
def export_file(request: HttpRequest, job_id: int) -> HttpResponseBase:
    """For whoever began it, as long as it is kept; each time is an entry."""
    actor = actor_of(request)
    job, file = file_of_export(job_id, kind=KIND, actor=actor)
    record(
        "cases.export_downloaded",
        actor=actor,
        now=now(),
        subject_kind="job",
        subject_id=job.pk,
        subject_label=job.title,
        address=address_of(request),
    )
    file_type = FileType(job.options["file_type"])
    name = f"cases-{local_date(job.created_at):%Y%m%d}-{job.pk}.{file_type}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=_TYPES[file_type])
    response["X-Content-Type-Options"] = "nosniff"
    return response
