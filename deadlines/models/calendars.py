"""Working calendars: days that differ from their weekday, working hours, and the years that have data."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from deadlines.calendar import Day, DayKind, Frame, WorkCalendar

_ANY_WEEKDAYS = "^1?2?3?4?5?6?7?$"


class Calendar(models.Model):
    """A set of working days and hours; a time limit names the one it counts by, or none and counts by the default."""

    code = models.CharField(_("编码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    is_default = models.BooleanField(_("默认"), default=False, help_text=_("没有写明日历的时限按它计算，只能有一个"))
    weekdays = models.CharField(
        _("上班的星期"),
        max_length=7,
        default="12345",
        validators=[RegexValidator(_ANY_WEEKDAYS, _("按顺序写 1 到 7，例如 12345；1 是周一。"))],
        help_text=_("1 到 7 是周一到周日，例如 12345；七天轮班写 1234567"),
    )
    has_holidays = models.BooleanField(
        _("节假日放假"), default=True, help_text=_("全年无休的轮班取消勾选，不再需要年度数据，时限也不暂定")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("工作日历")
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="only_one_calendar_is_default",
                violation_error_message=_("默认日历只能有一个。"),
            ),
            models.CheckConstraint(
                condition=models.Q(weekdays__regex=_ANY_WEEKDAYS) & ~models.Q(weekdays=""),
                name="calendar_names_its_weekdays_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> WorkCalendar:
        """With its days, years and frames."""
        return WorkCalendar(
            days={d.day: Day(DayKind(d.kind), d.name) for d in self.days.all()},
            years=frozenset(year.year for year in self.years.all()),
            frames=tuple(Frame(f.starts_at, f.ends_at, f.valid_from, f.valid_to) for f in self.frames.all()),
            weekdays=frozenset(int(number) - 1 for number in self.weekdays),
            has_holidays=self.has_holidays,
        )


class CalendarYear(models.Model):
    """A year with data: in any other year weekends alone are off and clocks are provisional."""

    calendar = models.ForeignKey(Calendar, verbose_name=_("日历"), related_name="years", on_delete=models.CASCADE)
    year = models.PositiveSmallIntegerField(_("年份"))
    source = models.CharField(_("来源"), max_length=60, help_text=_("例如 国务院办公厅通知文号"))

    class Meta:
        verbose_name = verbose_name_plural = _("日历年度")
        ordering = ("calendar", "year")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "year"], name="calendar_has_a_year_once"),
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day whose kind is told, not guessed from the weekday."""

    calendar = models.ForeignKey(Calendar, verbose_name=_("日历"), related_name="days", on_delete=models.CASCADE)
    day = models.DateField(_("日期"))
    kind = models.CharField(_("类别"), max_length=16, choices=DayKind)
    name = models.CharField(_("名称"), max_length=40, blank=True, help_text=_("例如 春节"))
    source = models.CharField(_("来源"), max_length=60, help_text=_("载入的数据只更新同一来源的日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("日历日期")
        ordering = ("calendar", "day")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="calendar_tells_a_day_once"),
            models.CheckConstraint(condition=models.Q(kind__in=DayKind.values), name="calendar_day_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"


class WorkFrame(models.Model):
    """Working hours of the working days of a season; several make a day, a gap between them is the lunch break."""

    calendar = models.ForeignKey(Calendar, verbose_name=_("日历"), related_name="frames", on_delete=models.CASCADE)
    starts_at = models.TimeField(_("上班"))
    ends_at = models.TimeField(_("下班"))
    valid_from = models.DateField(_("生效日"), null=True, blank=True, help_text=_("空表示一直有效"))
    valid_to = models.DateField(_("失效日"), null=True, blank=True, help_text=_("含当日；空表示一直有效"))

    class Meta:
        verbose_name = verbose_name_plural = _("工作时段")
        ordering = ("calendar", "valid_from", "starts_at")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="work_frame_ends_after_it_starts",
                violation_error_message=_("下班时间须晚于上班时间。"),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="work_frame_is_valid_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}—{self.ends_at:%H:%M}"
