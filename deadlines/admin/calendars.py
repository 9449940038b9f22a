"""Calendars with their working hours and the years that have data."""

from typing import ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deadlines.actions.load_calendar import load_calendar
from deadlines.admin.asking import asks_first
from deadlines.admin.rules import RulesAdmin
from deadlines.admin.year_upload import upload_view
from deadlines.models import Calendar, CalendarYear, WorkFrame
from deadlines.recompute.job import start_recompute
from foundation.clock import now
from foundation.explained import ExplainedFields, HelpTexts
from organizations.actors import actor_of, address_of


class WorkFrameInline(ExplainedFields, admin.TabularInline):
    model = WorkFrame
    extra = 0
    help_texts: ClassVar[HelpTexts] = {
        "starts_at": _("例如 09:00"),
        "ends_at": _("例如 12:00；午休另起一行"),
        "valid_from": _("例如 2026-06-01 起改夏季作息；空表示一直有效"),
        "valid_to": _("含当日，例如 2026-09-30；空表示一直有效"),
    }


class CalendarYearInline(admin.TabularInline):
    model = CalendarYear
    extra = 0
    can_delete = False
    readonly_fields = ("year", "source")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Calendar)
class CalendarAdmin(RulesAdmin):
    list_display = ("code", "name", "is_default", "weekdays", "has_holidays")
    fields = ("code", "name", "is_default", "weekdays", "has_holidays")
    help_texts: ClassVar[HelpTexts] = {
        "code": _("时限和导入用的短名，例如 shifts；保存后不能改，运行中的时钟按它找日历"),
        "name": _("例如 国务院节假日安排"),
        "is_default": _("没有写明日历的时限按它计算，只能有一个；换了默认，这些时钟跟着重算，保存前会列出移动了哪些"),
        "weekdays": _("1 到 7 是周一到周日，例如 12345；七天轮班写 1234567"),
        "has_holidays": _("例如 全年无休的轮班取消勾选，不再需要年度数据，时限也不暂定"),
    }
    inlines = (WorkFrameInline, CalendarYearInline)
    actions = ("load_packaged", "recompute")
    change_form_template = "admin/deadlines/calendar_form.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("code",) if obj is not None else ()

    def get_urls(self) -> list[URLPattern]:
        year = path(
            "<path:object_id>/year/", self.admin_site.admin_view(self.year_page), name="deadlines_calendar_year"
        )
        return [year, *super().get_urls()]

    @asks_first
    def year_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        calendar = self.get_object(request, unquote(object_id))
        if calendar is None:
            raise Http404
        with transaction.atomic():
            return upload_view(request, calendar, self)

    @admin.action(description=_("载入随程序提供的节假日数据"), permissions=["change"])
    def load_packaged(self, request: HttpRequest, queryset: QuerySet[Calendar]) -> None:
        actor, address = actor_of(request), address_of(request)
        loaded = {one: load_calendar(one, actor=actor, now=now(), address=address) for one in queryset}
        if any(done.changed for done in loaded.values()):
            self.rules_changed(request, gettext("载入随程序提供的节假日数据"))
        for calendar, done in loaded.items():
            words = _("%(calendar)s：写入 %(days)s 天，新增 %(years)s 个年度")
            figures = {"calendar": calendar, "days": done.written, "years": done.years}
            self.message_user(request, words % figures, messages.SUCCESS)

    @admin.action(description=_("重新计算运行中的时钟"), permissions=["change"])
    def recompute(self, request: HttpRequest, queryset: QuerySet[Calendar]) -> None:
        """For whoever doubts: by the rules as they are, nothing moves unless something was amiss."""
        start_recompute(title=gettext("按现行规则重新计算"), actor=actor_of(request), now=now())
        self.message_user(request, _("已开始，进度见“时钟重算”。"), messages.SUCCESS)
