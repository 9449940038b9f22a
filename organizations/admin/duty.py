"""值班表 in the admin: the turns, with what is wrong ahead said above the list, and absences."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from foundation.explained import HelpTexts
from kernel.texts import mask_phone
from organizations.admin_base import CenterModelAdmin
from organizations.duty import roster_flaws
from organizations.models import DutyAbsence, DutyPost, DutyShift
from organizations.sheets.on_list import SheetOnList


class DutyShiftForm(ModelForm):
    """Whoever is on duty belongs to the organization: a notice reaches people there alone."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        organization = data.get("organization")
        for name in ("person", "stand_in"):
            user = data.get(name)
            if organization is not None and user is not None and user.organization_id != organization.pk:
                self.add_error(name, _("此人不属于这个单位。"))
        return data


@admin.register(DutyShift)
class DutyShiftAdmin(SheetOnList, CenterModelAdmin):
    sheet_kind = "duty"
    form = DutyShiftForm
    change_list_template = "admin/duty/change_list.html"
    help_texts: ClassVar[HelpTexts] = {
        "organization": _("谁的值班表，例如 古城街道；升级通知按它找人"),
        "post": _("例如 夜间处理来件的选值班，当天的区领导选带班领导"),
        "person": _("须是这个单位的人员，例如 街道值班科的张三"),
        "stand_in": _("值班人停用、调离或缺勤时由其接替，例如 同科的李四；没有则留空，届时就是缺口"),
        "starts_at": _("例如 2026-12-01 18:00"),
        "ends_at": _("不含此刻，例如 2026-12-02 09:00"),
        "note": _("例如 与 12 月 3 日的班对调"),
    }
    list_display = ("organization", "post", "starts_at", "ends_at", "person", "phone", "stand_in", "is_active")
    list_filter = ("post", "is_active")
    list_select_related = ("organization", "person", "stand_in")
    search_fields = ("organization__short_name", "person__display_name", "person__username")
    autocomplete_fields = ("organization", "person", "stand_in")
    date_hierarchy = "starts_at"

    @admin.display(description=_("联系电话"))
    def phone(self, shift: DutyShift) -> str:
        return mask_phone(shift.person.phone or "")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        flaws = [(flaw, DutyPost(flaw.post).label) for flaw in roster_flaws(now=now())]
        return super().changelist_view(request, extra_context=(extra_context or {}) | {"roster_flaws": flaws})

    def get_queryset(self, request: HttpRequest) -> QuerySet[DutyShift]:
        return super().get_queryset(request).defer("person__password", "stand_in__password")


@admin.register(DutyAbsence)
class DutyAbsenceAdmin(CenterModelAdmin):
    help_texts: ClassVar[HelpTexts] = {
        "person": _("例如 张三；此间他的班次由替班人接替"),
        "starts_at": _("例如 2026-12-01 00:00"),
        "ends_at": _("例如 2026-12-08 00:00，此刻起恢复值班"),
        "reason": _("例如 年假、病假、出差"),
    }
    list_display = ("person", "starts_at", "ends_at", "reason")
    list_select_related = ("person",)
    search_fields = ("person__display_name", "person__username")
    autocomplete_fields = ("person",)
    date_hierarchy = "starts_at"
