"""The city's call-back files by the browser: one page with the form and what became of the files before."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.imports.callback_job import KIND, start_callback_import
from command_center.desk.callbacks.forms import CallbackFileForm
from command_center.desk.imports.reports import report_answer
from command_center.desk.imports.words import TAGS
from command_center.desk.pages import asks_for, desk_page
from foundation.clock import now
from foundation.models import Job
from kernel.actors import Actor
from kernel.errors import CenterError, NotFound
from organizations.actors import actor_of
from organizations.pages import permission_required

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("cases.import_callbacks")
def import_callbacks(request: HttpRequest) -> HttpResponse:
    """The latest files of one's organization; while one is under way the list renews itself."""
    if request.method != "POST":
        return _shown(request, CallbackFileForm())
    form = CallbackFileForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            _begin(form, actor=actor_of(request))
            messages.success(request, _("文件已收下，正在导入。"))
            return redirect("desk:import_callbacks")
    except CenterError as error:
        form.add_error("file", error.message)
    return _shown(request, form)


@require_safe
@permission_required("cases.import_callbacks")
@never_cache
def callback_report(request: HttpRequest, job_id: int) -> HttpResponseBase:
    """The rows that stayed outside, to open in Excel."""
    actor = actor_of(request)
    job = _imports_of(actor).filter(pk=job_id).first()
    if job is None:
        raise NotFound(_("没有这次导入，或不是贵单位的。"))
    return report_answer(request, job, actor=actor)


def _begin(form: CallbackFileForm, *, actor: Actor) -> None:
    file = form.cleaned_data["file"]
    click = form.cleaned_data["request"]
    start_callback_import(file, file_name=file.name, request=click, actor=actor, now=now())


def _imports_of(actor: Actor) -> QuerySet[Job]:
    mine = Job.objects.filter(kind=KIND, organization_id=actor.organization_id, organization_id__isnull=False)
    return mine.order_by("-created_at", "-pk")


def _shown(request: HttpRequest, form: CallbackFileForm) -> HttpResponse:
    jobs = list(_imports_of(actor_of(request))[:SHOWN])
    context = {
        "form": form,
        "rows": [(job, TAGS.get(job.state, ""), _has_report(job)) for job in jobs],
        "is_live": any(job.is_open for job in jobs),
        "now": now(),
    }
    is_refresh = asks_for(request, "callback-imports")
    template = "desk/callbacks/_imports.html" if is_refresh else "desk/callbacks/imports.html"
    return render(request, template, context, status=400 if form.errors else 200)


def _has_report(job: Job) -> bool:
    path = job.report_path
    return path is not None and path.is_file()
