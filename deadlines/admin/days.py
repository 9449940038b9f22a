"""Days that differ from their weekday."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from deadlines.admin.rules import RulesAdmin
from deadlines.models import CalendarDay
from foundation.explained import HelpTexts


@admin.register(CalendarDay)
class CalendarDayAdmin(RulesAdmin):
    list_display = ("day", "kind", "name", "source", "calendar")
    help_texts: ClassVar[HelpTexts] = {
        "calendar": _("例如 国务院节假日安排"),
        "day": _("只登记与星期不同的日子，例如 2026-10-01"),
        "kind": _("例如 10 月 1 日是休息日，调休上班的周六是补班日"),
        "source": _("例如 手工登记；载入的数据只更新同一来源的日期"),
    }
    list_filter = ("calendar", "kind")
    date_hierarchy = "day"
    search_fields = ("name",)
