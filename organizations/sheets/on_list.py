"""Export and import on the list of a model in the admin."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from organizations.actors import actor_of
from organizations.sheets.pages import export_view, import_view, preview_view
from organizations.sheets.registry import sheet_of
from organizations.sheets.sheet import Sheet


class SheetOnList(admin.ModelAdmin):
    """Put before the base of an admin class: `sheet_kind` names its sheet."""

    sheet_kind: ClassVar[str]
    change_list_template = "admin/sheets/change_list.html"

    @property
    def sheet(self) -> Sheet[Any]:
        return sheet_of(self.sheet_kind)

    def get_urls(self) -> list[URLPattern]:
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        ours = [
            path("export.xlsx", view(self.export_page), name=f"{name}_export"),
            path("import/", view(self.import_page), name=f"{name}_import"),
            path("import/<uuid:upload_id>/", view(self.preview_page), name=f"{name}_preview"),
        ]
        return [*ours, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = (extra_context or {}) | {"may_import_sheet": self.sheet.may_import(actor_of(request))}
        return super().changelist_view(request, extra_context=context)

    def export_page(self, request: HttpRequest) -> HttpResponse:
        return export_view(request, self.sheet)

    def import_page(self, request: HttpRequest) -> HttpResponse:
        return import_view(request, self.sheet, self)

    def preview_page(self, request: HttpRequest, upload_id: UUID) -> HttpResponse:
        return preview_view(request, self.sheet, self, upload_id)
