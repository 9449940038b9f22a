"""One case as a page to print, and as docx; both are entries of the audit, for the paper leaves the house."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases.queries.reading import visible_case
from command_center.desk.paper.sheet import Sheet, sheet_of
from foundation.clock import now
from organizations.actors import actor_of, address_of
from organizations.audit import record
from organizations.pages import permission_required

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@permission_required("cases.export")
@never_cache
def print_page(request: HttpRequest, case_no: str) -> HttpResponse:
    return render(request, "desk/paper.html", {"sheet": _taken(request, case_no, "case.printed")})


@require_GET
@permission_required("cases.export")
@never_cache
def docx(request: HttpRequest, case_no: str) -> HttpResponseBase:
    # Few ask for one, and what makes it takes its share of every web process's memory.
    from command_center.desk.paper.document import document_of  # noqa: PLC0415

    sheet = _taken(request, case_no, "case.exported")
    name = f"case-{sheet.case_no}.docx"
    response = FileResponse(document_of(sheet), as_attachment=True, filename=name, content_type=_DOCX)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _taken(request: HttpRequest, case_no: str, kind: str) -> Sheet:
    actor, at = actor_of(request), now()
    case = visible_case(case_no, actor=actor)
    sheet = sheet_of(case, actor=actor, now=at)
    record(
        kind,
        actor=actor,
        now=at,
        subject_kind="case",
        subject_id=case.case_no,
        subject_label=case.case_no,
        address=address_of(request),
    )
    return sheet
