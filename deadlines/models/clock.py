"""The abstract clock; each app has its own table of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deadlines.limits import Counting, Limit, LimitKind, stored_limit
from deadlines.states import LIVE, STOPPED, ClockState


class Clock(models.Model):
    """One running time limit of a subject.

    A concrete class names the foreign key to its subject in `subject_field`, inherits `Clock.Meta` and has an
    `Escalation` table beside it. Rows are written by `deadlines.clocks` and the sweep alone, under the subject's lock.
    `due_at` and `warn_at` are kept because they are asked for in SQL; overdue, used and remaining are computed.
    """

    subject_field: ClassVar[str]

    holder_id: int
    kind = models.CharField(_("时钟"), max_length=20)
    holder = models.ForeignKey(
        "organizations.Organization", verbose_name=_("承办单位"), related_name="+", on_delete=models.PROTECT
    )
    urgency = models.CharField(_("紧急程度"), max_length=16, blank=True, help_text=_("决定适用的升级阶梯"))
    state = models.CharField(_("状态"), max_length=10, choices=ClockState, default=ClockState.RUNNING)
    started_at = models.DateTimeField(_("起算时间"))
    recorded_at = models.DateTimeField(_("登记时间"), help_text=_("系统得知的时间，可晚于起算时间"))
    limit_kind = models.CharField(
        _("计时方式"), max_length=16, blank=True, choices=LimitKind, help_text=_("空表示到期时间由来件或审批指定")
    )
    limit_n = models.DecimalField(_("时限"), max_digits=9, decimal_places=4, null=True, blank=True)
    limit_source = models.CharField(_("时限依据"), max_length=200, blank=True, help_text=_("规则版本，或来件指定"))
    calendar = models.CharField(
        _("日历"), max_length=20, blank=True, default="", help_text=_("按哪一个日历计算；空表示默认日历")
    )
    due_at = models.DateTimeField(_("到期时间"))
    warn_at = models.DateTimeField(_("临期时间"), help_text=_("从此时起亮黄灯"))
    is_provisional = models.BooleanField(_("暂定"), default=False, help_text=_("涉及尚无节假日数据的年份"))
    paused_at = models.DateTimeField(_("暂停时间"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("停止时间"), null=True, blank=True)
    rung = models.PositiveSmallIntegerField(_("已升级到"), default=0)
    term = models.PositiveSmallIntegerField(_("期次"), default=1, help_text=_("每准予延期一次加 1"))
    next_alarm_at = models.DateTimeField(_("下次巡查"), null=True, blank=True)
    alarm_failures = models.PositiveSmallIntegerField(_("巡查失败次数"), default=0)
    last_error = models.CharField(_("最近的失败"), max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ("started_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ClockState.RUNNING.value) | Q(next_alarm_at=None),
                name="%(class)s_not_running_has_no_alarm",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="%(class)s_is_not_due_before_start"),
            models.CheckConstraint(condition=Q(warn_at__lte=F("due_at")), name="%(class)s_warns_before_due"),
            models.CheckConstraint(
                condition=Q(state=ClockState.PAUSED.value, paused_at__isnull=False)
                | (~Q(state=ClockState.PAUSED.value) & Q(paused_at=None)),
                name="%(class)s_paused_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in STOPPED], stopped_at__isnull=False)
                | (~Q(state__in=[s.value for s in STOPPED]) & Q(stopped_at=None)),
                name="%(class)s_stopped_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClockState.MET.value) | Q(stopped_at__lte=F("due_at")),
                name="%(class)s_met_is_in_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClockState.MISSED.value) | Q(stopped_at__gt=F("due_at")),
                name="%(class)s_missed_is_late",
            ),
            models.CheckConstraint(
                condition=Q(limit_kind="", limit_n=None)
                | (~Q(limit_kind="") & Q(limit_n__isnull=False, limit_n__gte=0)),
                name="%(class)s_limit_is_whole",
            ),
        ]
        indexes = [
            # The sweep, oldest alarm first; stopped and paused clocks are not in it, so it stays small.
            models.Index(
                fields=["next_alarm_at", "id"], name="%(class)s_next_alarm", condition=Q(next_alarm_at__isnull=False)
            ),
            # The health page: clocks the sweep had to push forward.
            models.Index(fields=["id"], name="%(class)s_stuck", condition=Q(alarm_failures__gt=0)),
            # The health page: calendars that running clocks count by, to find those that are gone.
            models.Index(
                fields=["calendar"],
                name="%(class)s_other_calendar",
                condition=~Q(calendar="") & Q(state__in=[s.value for s in LIVE]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.limit or ''} {ClockState(self.state).label}"

    @property
    def kind_name(self) -> str:
        """The kind in words, where the concrete class knows them."""
        return self.kind

    @property
    def limit(self) -> Limit | None:
        """None when the due time was given instead of counted."""
        return None if self.limit_n is None else stored_limit(self.limit_kind, self.limit_n)

    @property
    def counting(self) -> Counting:
        """Which time the clock uses up; a due time that was given counts in wall time."""
        return self.limit.kind.counting if self.limit else Counting.WALL

    @property
    def can_pause(self) -> bool:
        """Statutory limits run on whatever happens."""
        return self.limit is None or not self.limit.kind.is_statutory
