"""A file comes in: checked as far as its header, then begun, or led to the matching of its columns."""

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.imports import mappings
from cases.imports.job import start_import
from cases.imports.previewing import glance
from cases.imports.results import Mode
from command_center.desk.imports import drafts
from command_center.desk.imports.drafts import Draft
from command_center.desk.imports.forms import AUTOMATIC, BY_HAND, UploadForm, dress
from command_center.desk.pages import desk_page
from foundation.clock import now
from foundation.tables import TableError
from kernel.errors import CenterError
from organizations.actors import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("cases.import")
def upload(request: HttpRequest) -> HttpResponse:
    """The form; sent, the page of the import it began, or of the columns that are still to be matched."""
    if request.method != "POST":
        return _shown(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, form)
    data = form.cleaned_data
    draft = drafts.store(data["file"], file_name=data["file"].name, mode=data["mode"], dry_run=data["dry_run"])
    try:
        mapping = _mapping_of(draft, data["mapping"])
        if mapping:
            return _begun(request, draft, mapping, click=data["request"])
    except CenterError as error:
        form.add_error("file" if isinstance(error, TableError) else "mapping", error.message)
    if form.errors:
        drafts.forget(request, draft)
        return _shown(request, form)
    drafts.remember(request, draft)
    if data["mapping"] == AUTOMATIC:
        messages.info(request, _("这种表头还没有见过，请说明每一列是什么。"))
    return redirect("desk:match_columns", draft.folder)


def _mapping_of(draft: Draft, asked: str) -> str:
    """The name of the mapping that fits, empty where a person has to match. Raises what is wrong with the file."""
    header = glance(draft.path).header
    if asked == BY_HAND:
        return ""
    if asked:
        return mappings.choose(asked, header).name
    found = mappings.detect(header)
    return found.name if found else ""


def _begun(request: HttpRequest, draft: Draft, mapping: str, *, click: str) -> HttpResponse:
    """The same click on the same file with the same choices begins one import, however often it arrives."""
    said = "\0".join((click, draft.digest, mapping, draft.mode, str(draft.dry_run)))
    job = start_import(
        draft.path,
        file_name=draft.file_name,
        mapping=mapping,
        mode=Mode(draft.mode),
        dry_run=draft.dry_run,
        request=hashlib.sha256(said.encode()).hexdigest(),
        actor=actor_of(request),
        now=now(),
    )
    drafts.forget(request, draft)
    return redirect("desk:import", job.pk)


def _shown(request: HttpRequest, form: UploadForm) -> HttpResponse:
    dress(form)
    return render(request, "desk/imports/upload.html", {"form": form}, status=400 if form.errors else 200)
