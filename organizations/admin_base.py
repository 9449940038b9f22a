"""What every page of the Django admin here has in common: its changes are audited, its lists stay quick.

Rights come from the permission table through `User.has_perm` (see `organizations.permissions.may_model`): an app whose
models administrators set up declares one row `app.configure`, or a row for each verb and model (`app.change_model`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from foundation.clock import now
from foundation.explained import ExplainedFields
from kernel.errors import CenterError
from organizations.actors import actor_of, address_of
from organizations.audit import record
from organizations.consequences import NeedsConfirmation, ask_first, consequences_of
from organizations.paginator import EstimatingPaginator
from organizations.secrets import EncryptedTextField

# Long values (a polygon) would fill the audit without telling anybody more.
_LONGEST_VALUE = 300


def _refusals_told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What an action refuses is undone and told in its own words, on the page where it was asked for."""

    @wraps(view)
    def told(self: "AuditedAdmin", request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return view(self, request, *args, **kwargs)
        except NeedsConfirmation as asked:
            return _ask(self, request, asked)
        except CenterError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    return told


def _ask(model_admin: "AuditedAdmin", request: HttpRequest, asked: NeedsConfirmation) -> HttpResponse:
    """The same form once more, hidden, below what it would do."""
    unsent = {"csrfmiddlewaretoken", "_confirmed"}
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": gettext("请确认"),
        "object": asked.row,
        "sentences": asked.sentences,
        "fields": [(name, one) for name, values in request.POST.lists() if name not in unsent for one in values],
    }
    return TemplateResponse(request, "admin/confirm_change.html", context)


class AuditedAdmin(ExplainedFields, admin.ModelAdmin):
    """Writes every addition, change and deletion to the audit, with the changed columns before and after."""

    @_refusals_told
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    @_refusals_told
    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().delete_view(request, *args, **kwargs)

    @_refusals_told
    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changelist_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        before = stored_columns(obj) if change else {}
        super().save_model(request, obj, form, change)
        self._record_difference(request, obj, before, stored_columns(obj))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        _record_change(request, obj, "deleted", before=stored_columns(obj))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            _record_change(request, obj, "deleted", before=stored_columns(obj))
        super().delete_queryset(request, queryset)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Rows edited inside their parent's page are audited one by one, like pages of their own."""
        existing = [f.instance for f in formset.forms if f.instance.pk and f.has_changed()]
        before = {obj.pk: stored_columns(obj) for obj in existing}
        super().save_formset(request, form, formset, change)
        for obj in [*formset.new_objects, *(obj for obj, _fields in formset.changed_objects)]:
            self._record_difference(request, obj, before.get(obj.pk, {}), stored_columns(obj))
        for obj, columns in ((obj, before.get(obj.pk)) for obj in formset.deleted_objects):
            _record_change(request, obj, "deleted", before=columns)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Personal data is taken out of the object before a page that only shows it is drawn."""
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and not self.has_change_permission(request, obj):
            for field in obj._meta.concrete_fields:
                if isinstance(field, EncryptedTextField) and getattr(obj, field.attname):
                    setattr(obj, field.attname, "***")
        return obj

    def _record_difference(
        self, request: HttpRequest, obj: Model, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        changed = [name for name in after if before.get(name) != after[name]]
        if not before:
            _record_change(request, obj, "added", after=after)
        elif changed:
            _record_change(
                request,
                obj,
                "changed",
                before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )


class ReadOnly:
    """Nobody adds, changes or deletes here, whatever the permission table says; stands before the admin class."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CenterModelAdmin(AuditedAdmin):
    """The base of our own admin classes; a change that touches more than its own row is asked for twice."""

    list_per_page = 50
    show_full_result_count = False
    paginator = EstimatingPaginator

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        if change:
            stored = type(obj)._base_manager.get(pk=obj.pk)
            ask_first(request, str(stored), consequences_of(stored, obj))
        super().save_model(request, obj, form, change)


def audited(admin_class: type[admin.ModelAdmin]) -> type[admin.ModelAdmin]:
    """The class itself when it is audited already, else one that is."""
    if issubclass(admin_class, AuditedAdmin):
        return admin_class
    return type(admin_class.__name__, (AuditedAdmin, admin_class), {"__module__": admin_class.__module__})


def stored_columns(obj: Model) -> dict[str, Any]:
    """The row as it stands in the database, without secrets; {} when it is not there."""
    hidden = {f.attname for f in obj._meta.concrete_fields if isinstance(f, EncryptedTextField) or "hash" in f.name}
    names = [f.attname for f in obj._meta.concrete_fields if f.attname not in hidden | {"password"}]
    return type(obj)._base_manager.filter(pk=obj.pk).values(*names).first() or {}


def _shortened(columns: dict[str, Any] | None) -> dict[str, Any] | None:
    return columns and {name: _short(value) for name, value in columns.items()}


def _short(value: Any) -> Any:
    if isinstance(value, str | list | dict) and len(text := str(value)) > _LONGEST_VALUE:
        return text[:_LONGEST_VALUE] + "…"
    return value


def _record_change(
    request: HttpRequest,
    obj: Model,
    verb: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        f"{obj._meta.label_lower}.{verb}",
        actor=actor_of(request),
        now=now(),
        subject_kind=obj._meta.model_name or "",
        subject_id=obj.pk,
        subject_label=str(obj),
        before=_shortened(before),
        after=_shortened(after),
        address=address_of(request),
    )
