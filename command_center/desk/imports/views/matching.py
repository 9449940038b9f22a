"""The wizard: columns on the left, our fields on the right, ten rows as they would come in below."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.imports import mappings
from cases.imports.columns import parse
from cases.imports.job import start_import, started_by
from cases.imports.previewing import Preview, glance, preview
from cases.imports.results import Mode
from command_center.desk.imports import drafts
from command_center.desk.imports.drafts import Draft
from command_center.desk.imports.matching import MatchingForm
from command_center.desk.imports.words import MODES
from command_center.desk.pages import desk_page
from foundation.clock import now
from foundation.models import Job
from kernel.actors import Actor
from kernel.errors import CenterError, NotFound
from organizations.actors import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("cases.import")
def match_columns(request: HttpRequest, folder: str) -> HttpResponse:
    """`then=save` keeps the mapping and begins the import, anything else shows the rows anew."""
    draft = drafts.find(request, folder)
    if draft is None:
        return _without_draft(request, folder)
    looked = glance(draft.path)
    if request.method != "POST":
        form = MatchingForm(glance=looked)
        return _shown(request, draft, form, trial=MatchingForm(form.suggested(), glance=looked, needs_name=False))
    form = MatchingForm(request.POST, glance=looked, needs_name=request.POST.get("then") == "save")
    if request.POST.get("then") != "save":
        return _shown(request, draft, form, trial=form)
    if not form.is_valid():
        before = started_by(folder, actor=actor_of(request))  # by the first of two clicks
        return _onward(request, before) if before else _shown(request, draft, form, trial=form)
    try:
        job = _begun(draft, form, actor=actor_of(request))
    except CenterError as error:
        form.add_error(None, error.message)
        return _shown(request, draft, form, trial=form)
    drafts.forget(request, draft)
    return _onward(request, job)


@require_POST
@desk_page("cases.import")
def drop_upload(request: HttpRequest, folder: str) -> HttpResponse:
    """Somebody thought better of it: the file goes at once."""
    draft = drafts.find(request, folder)
    if draft is not None:
        drafts.forget(request, draft)
        messages.success(request, _("已放弃，上传的文件已删除。"))
    return redirect("desk:imports")


def _begun(draft: Draft, form: MatchingForm, *, actor: Actor) -> Job:
    name, at = form.cleaned_data["name"], now()
    with transaction.atomic():
        mappings.save(name, title=name, columns=form.mapping(), actor=actor, now=at)
        return start_import(
            draft.path,
            file_name=draft.file_name,
            mapping=name,
            mode=Mode(draft.mode),
            dry_run=draft.dry_run,
            request=draft.folder,
            actor=actor,
            now=at,
        )


def _without_draft(request: HttpRequest, folder: str) -> HttpResponse:
    """The import that came of it; NotFound for an upload of another session as for none."""
    job = started_by(folder, actor=actor_of(request))
    if job is None and not drafts.is_remembered(request, folder):
        raise NotFound(_("没有这份待对应的文件。"))
    return _onward(request, job)


def _onward(request: HttpRequest, job: Job | None) -> HttpResponse:
    if job is None:
        messages.warning(request, _("上传的文件已经不在了，请重新上传。"))
        return redirect("desk:upload_orders")
    return redirect("desk:import", job.pk)


def _shown(request: HttpRequest, draft: Draft, form: MatchingForm, *, trial: MatchingForm) -> HttpResponse:
    wrong = bool(form.is_bound and form.errors)
    context: dict[str, Any] = {
        "draft": draft,
        "mode": MODES[draft.mode],
        "form": form,
        "rows": _rows(draft, trial),
        "now": now(),
    }
    return render(request, "desk/imports/match.html", context, status=400 if wrong else 200)


def _rows(draft: Draft, trial: MatchingForm) -> list[Preview]:
    """Empty while the matching is not enough for a row to come in."""
    trial.is_valid()
    if trial.non_field_errors() or "columns" not in trial.cleaned_data or set(trial.errors) - {"name"}:
        return []
    columns = parse("preview", {"title": "preview", **trial.mapping()})
    return preview(draft.path, columns=columns, with_endings=draft.is_history, now=now())
