"""What the pages of calendars, days and rungs share: a change draws a new stamp of the rules and is asked about."""

from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from deadlines.admin.asking import Planned, asks_first, settle
from deadlines.models import RulesVersion
from deadlines.rules import current_rules
from organizations.admin_base import CenterModelAdmin


class RulesAdmin(CenterModelAdmin):
    """Whatever is saved or deleted here makes the processes read calendar and ladder again, and moves the clocks."""

    @asks_first
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    @asks_first
    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().delete_view(request, *args, **kwargs)

    @asks_first
    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changelist_view(request, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[BaseFormSet], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.rules_changed(request, _("修改“%(row)s”") % {"row": form.instance})

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        name = str(obj)
        super().delete_model(request, obj)
        self.rules_changed(request, _("删除“%(row)s”") % {"row": name})

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        names = _("、").join(str(row) for row in queryset)
        super().delete_queryset(request, queryset)
        self.rules_changed(request, _("删除“%(row)s”") % {"row": names})

    def rules_changed(self, request: HttpRequest, what: str) -> None:
        """The rows are written: draws the stamp, and asks or begins to recompute."""
        before = RulesVersion.current()
        RulesVersion.bump()
        title = f"{self.opts.verbose_name} · {what}"[:200]
        settle(request, Planned(title=title, token=str(before), rules=current_rules()))
