"""The imports of one's organization: the list, one of them with progress and result, its report, and stopping it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from command_center.desk.imports.lines import import_of, imports_of, line_of
from command_center.desk.imports.reports import report_answer
from command_center.desk.pages import asks_for, desk_page, link
from foundation.actions.cancel_job import cancel_job
from foundation.clock import now
from foundation.errors import Malformed
from foundation.models import Job
from foundation.pages import KeysetPage, Ordering, keyset_page
from kernel.errors import NotFound, Refused
from organizations.actors import actor_of
from organizations.pages import permission_required

NEWEST = Ordering("-created_at")
ROWS = 50


@require_safe
@desk_page("cases.import")
def imports(request: HttpRequest) -> HttpResponse:
    """Newest first; while one is under way the rows renew themselves."""
    actor = actor_of(request)
    page = _page(request)
    context = {
        "lines": [line_of(job, actor=actor) for job in page.rows],
        "is_live": any(job.is_open for job in page.rows),
        "now": now(),
        "next_url": link(request.GET, cursor=page.next) if page.next else "",
        "previous_url": link(request.GET, cursor=page.previous) if page.previous else "",
    }
    template = "desk/imports/_list.html" if asks_for(request, "imports") else "desk/imports/list.html"
    return render(request, template, context)


@require_safe
@desk_page("cases.import")
def import_page(request: HttpRequest, job_id: int) -> HttpResponse:
    """The page, or for htmx the part that changes while the worker is at it."""
    actor = actor_of(request)
    line = line_of(import_of(job_id, actor=actor), actor=actor)
    template = "desk/imports/_job.html" if asks_for(request, "job") else "desk/imports/job.html"
    return render(request, template, {"line": line, "job": line.job, "now": now()})


@require_POST
@desk_page("cases.import")
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Whoever began it may stop it; what has come in by then stays."""
    actor = actor_of(request)
    job = import_of(job_id, actor=actor)
    try:
        cancel_job(job.pk, actor=actor, now=now())
        messages.success(request, _("已取消。"))
    except NotFound:
        messages.warning(request, _("这次导入由 %(who)s 发起，请由本人取消。") % {"who": job.actor_label})
    except Refused as error:
        messages.warning(request, error.message)
    return redirect("desk:import", job.pk)


@require_safe
@permission_required("cases.import")
@never_cache
def report(request: HttpRequest, job_id: int) -> HttpResponseBase:
    """The rows that stayed outside, to open in Excel; never shown within the browser."""
    actor = actor_of(request)
    return report_answer(request, import_of(job_id, actor=actor), actor=actor)


def _page(request: HttpRequest) -> KeysetPage[Job]:
    mine = imports_of(actor_of(request))
    try:
        return keyset_page(mine, ordering=NEWEST, cursor=request.GET.get("cursor"), limit=ROWS)
    except Malformed as error:
        messages.warning(request, _("%(message)s 已回到第一页。") % {"message": error.message})
        return keyset_page(mine, ordering=NEWEST, cursor=None, limit=ROWS)
