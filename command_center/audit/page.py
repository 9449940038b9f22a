"""The page of the audit administrator, and its entries as workbooks to take away."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from command_center.audit.exporting import KIND, begin
from command_center.audit.filters import AuditFilter
from command_center.audit.lines import line_of
from command_center.desk.pages import asks_for, desk_page, link
from foundation.clock import now
from foundation.errors import Malformed
from foundation.exports import file_of_export
from foundation.pages import Ordering, keyset_page
from foundation.queries.jobs import jobs_of
from kernel.times import local_date
from organizations.actors import actor_of, address_of
from organizations.audit import record
from organizations.pages import permission_required

NEWEST = Ordering("-at")
ON_A_PAGE = 50
SHOWN = 20
"""Exports on their page."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@desk_page("organizations.view_auditentry")
def entries(request: HttpRequest) -> HttpResponse:
    """Newest first, as fast on the thousandth page as on the first."""
    asked = AuditFilter(request.GET)
    found, refusal = asked.entries(), ""
    try:
        page = keyset_page(found, ordering=NEWEST, cursor=request.GET.get("cursor"), limit=ON_A_PAGE)
    except Malformed as wrong:
        refusal = wrong.message
        page = keyset_page(found.none(), ordering=NEWEST, cursor=None, limit=ON_A_PAGE)
    context = {
        "form": asked,
        "lines": [line_of(entry) for entry in page.rows],
        "refusal": refusal,
        "next_url": link(request.GET, cursor=page.next) if page.next else "",
        "previous_url": link(request.GET, cursor=page.previous) if page.previous else "",
    }
    return render(request, "audit/entries.html", context, status=200 if asked.is_valid() and not refusal else 400)


@require_POST
@desk_page("organizations.export_auditentry")
def export(request: HttpRequest) -> HttpResponse:
    """Begins a workbook of what the filter finds; it waits among the exports."""
    asked = AuditFilter(request.POST)
    if not asked.is_valid():
        return render(request, "audit/entries.html", {"form": asked, "lines": []}, status=400)
    begin(request, asked, now=now())
    return redirect("audit:exports")


@require_safe
@desk_page("organizations.export_auditentry")
def exports(request: HttpRequest) -> HttpResponse:
    """One's own latest; while one is under way the list renews itself."""
    jobs = list(jobs_of(actor_of(request)).filter(kind=KIND)[:SHOWN])
    context = {"jobs": jobs, "is_live": any(job.is_open for job in jobs), "now": now()}
    template = "audit/_exports.html" if asks_for(request, "exports") else "audit/exports.html"
    return render(request, template, context)


@require_safe
@permission_required("organizations.export_auditentry")
@never_cache
def export_file(request: HttpRequest, job_id: int) -> HttpResponseBase:
    """For whoever began it, as long as it is kept; each time is an entry."""
    actor = actor_of(request)
    job, file = file_of_export(job_id, kind=KIND, actor=actor)
    record(
        "audit.export_downloaded",
        actor=actor,
        now=now(),
        subject_kind="job",
        subject_id=job.pk,
        subject_label=job.title,
        address=address_of(request),
    )
    name = f"audit-{local_date(job.created_at):%Y%m%d}-{job.pk}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=_XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    return response
