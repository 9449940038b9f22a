"""The pages of export and import, inside the admin; they work without scripts."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from kernel.errors import Invalid, StaleVersion
from kernel.times import local_date
from organizations.actors import actor_of, address_of
from organizations.audit import record
from organizations.models import ConfigUpload
from organizations.sheets.export import export_workbook
from organizations.sheets.reading import require_size
from organizations.sheets.sheet import Sheet
from organizations.sheets.uploads import apply_kept, keep, kept, plan_of

ON_A_PAGE = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("文件"), help_text=_("xlsx 或 CSV，不超过 10 MB"), error_messages={"required": _("请选择文件。")}
    )


def export_view(request: HttpRequest, sheet: Sheet[Any]) -> HttpResponse:
    content = export_workbook(sheet, actor=actor_of(request))
    record(
        "config.exported",
        actor=actor_of(request),
        now=now(),
        subject_kind="sheet",
        subject_id=sheet.kind,
        subject_label=str(sheet.title),
        address=address_of(request),
    )
    name = f"{sheet.kind}-{local_date(now()):%Y%m%d}.xlsx"
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def import_view(request: HttpRequest, sheet: Sheet[Any], model_admin: admin.ModelAdmin) -> HttpResponse:
    """The form; a file that can be read leads on to its preview."""
    sheet.require_import(actor_of(request))
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            require_size(file.size)
            upload = keep(sheet.kind, file.read(), name=file.name, actor=actor_of(request), now=now())
        except Invalid as wrong:
            form.add_error("file", wrong.message)
        else:
            return HttpResponseRedirect(_address(model_admin, "preview", upload.pk))
    return _page(request, "import", sheet, model_admin, form=form)


def preview_view(
    request: HttpRequest, sheet: Sheet[Any], model_admin: admin.ModelAdmin, upload_id: UUID
) -> HttpResponse:
    """What the file would do; posted, it does it; afterwards, what it did."""
    actor = actor_of(request)
    sheet.require_import(actor)
    upload = kept(sheet.kind, upload_id, actor=actor)
    if request.method == "POST" and upload.result is None:
        return _applied(request, upload, model_admin)
    if upload.result is not None:
        return _page(request, "result", sheet, model_admin, upload=upload, counts=upload.result)
    plan = plan_of(upload, actor=actor)
    changes = Paginator(plan.changes, ON_A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "upload": upload,
        "plan": plan,
        "changes": changes,
        "more_changes": len(plan.changes) - changes.end_index(),
        "errors": plan.errors[:ON_A_PAGE],
        "more_errors": max(len(plan.errors) - ON_A_PAGE, 0),
    }
    return _page(request, "preview", sheet, model_admin, **facts)


def _applied(request: HttpRequest, upload: ConfigUpload, model_admin: admin.ModelAdmin) -> HttpResponse:
    here = HttpResponseRedirect(_address(model_admin, "preview", upload.pk))
    if not request.POST.get("confirmed"):
        messages.error(request, gettext("请先勾选“我已核对”。"))
        return here
    previewed = request.POST.get("fingerprint", "")
    try:
        apply_kept(upload, previewed=previewed, actor=actor_of(request), now=now(), address=address_of(request))
    except (StaleVersion, Invalid) as refusal:
        messages.error(request, refusal.message)
    return here


def _address(model_admin: admin.ModelAdmin, page: str, *arguments: object) -> str:
    options = model_admin.model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=arguments)


def _page(
    request: HttpRequest, page: str, sheet: Sheet[Any], model_admin: admin.ModelAdmin, **facts: Any
) -> HttpResponse:
    options = model_admin.model._meta
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": options,
        "sheet": sheet,
        "title": gettext("导入%(title)s") % {"title": sheet.title},
        "export_url": _address(model_admin, "export"),
        "import_url": _address(model_admin, "import"),
        "list_url": reverse(f"admin:{options.app_label}_{options.model_name}_changelist"),
        **facts,
    }
    return TemplateResponse(request, f"admin/sheets/{page}.html", context)
