"""What stands beside a clock table: fired rungs, pauses, the time of each holder, what held before a change.

Each is abstract; a concrete class adds `clock`, the foreign key to its own clock table, and is found by it.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deadlines.limits import Counting
from deadlines.rung_actions import RungAction


class Escalation(models.Model):
    """One fired rung. Its insertion is the right to act: a rung fires once in each term of its clock."""

    rung = models.PositiveSmallIntegerField(_("级次"))
    term = models.PositiveSmallIntegerField(_("期次"))
    action = models.CharField(_("动作"), max_length=20, choices=RungAction)
    name = models.CharField(_("名称"), max_length=40)
    due_at = models.DateTimeField(_("应发生时间"))
    claimed_at = models.DateTimeField(_("触发时间"))
    is_highest = models.BooleanField(_("已通知"), help_text=_("一次补上几级时，只有最高一级发出通知"))
    unheard = models.CharField(
        _("无人可报"), max_length=100, blank=True, help_text=_("应当通知而没有找到人的；已另报指挥中心")
    )

    class Meta:
        abstract = True
        ordering = ("clock", "term", "rung")
        indexes = [
            # The health page: rungs of late that somebody should have heard of and nobody did.
            models.Index(fields=["claimed_at"], name="%(class)s_unheard", condition=~Q(unheard="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["clock", "rung", "term"], name="%(class)s_fires_once_a_term"),
            models.CheckConstraint(condition=Q(claimed_at__gte=F("due_at")), name="%(class)s_is_never_early"),
        ]

    def __str__(self) -> str:
        return f"{self.rung} {self.name}"


class ClockPause(models.Model):
    """A stretch of approved shelving that does not count; open while `resumed_at` is empty."""

    paused_at = models.DateTimeField(_("暂停"))
    resumed_at = models.DateTimeField(_("恢复"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ("clock", "paused_at")
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(resumed_at=None), name="%(class)s_is_open_once"),
            models.CheckConstraint(
                condition=Q(resumed_at=None) | Q(resumed_at__gte=F("paused_at")), name="%(class)s_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paused_at} — {self.resumed_at or ''}"


class ClockHolding(models.Model):
    """What a former holder used of a clock before it was transferred; the present holder's part is computed."""

    holder_id: int
    holder = models.ForeignKey(
        "organizations.Organization", verbose_name=_("承办单位"), related_name="+", on_delete=models.PROTECT
    )
    held_from = models.DateTimeField(_("自"))
    held_until = models.DateTimeField(_("至"))
    used_seconds = models.PositiveBigIntegerField(_("用时（秒）"), help_text=_("按时钟自己的计时方式"))

    class Meta:
        abstract = True
        ordering = ("clock", "held_from", "id")
        constraints = [
            models.CheckConstraint(condition=Q(held_until__gte=F("held_from")), name="%(class)s_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} {self.used_seconds}"


class ClockStretch(models.Model):
    """How a clock stood before it was extended, transferred, resumed or counted anew; how it stands now is in its own
    row. Appended and never changed: with the pauses it is the clock's whole history, and the dry run reads it."""

    class End(models.TextChoices):
        EXTENDED = "extended", _("准予延期")
        TRANSFERRED = "transferred", _("换承办单位")
        RESUMED = "resumed", _("恢复计时")
        RECOUNTED = "recounted", _("重新计算")

    holder_id: int
    holder = models.ForeignKey(
        "organizations.Organization", verbose_name=_("承办单位"), related_name="+", on_delete=models.PROTECT
    )
    term = models.PositiveSmallIntegerField(_("期次"))
    due_at = models.DateTimeField(_("当时到期时间"))
    counting = models.CharField(_("计时"), max_length=8, choices=[(c.value, c.value) for c in Counting])
    calendar = models.CharField(_("日历"), max_length=20, blank=True, default="")
    until = models.DateTimeField(_("至"))
    ended_by = models.CharField(_("因何改变"), max_length=12, choices=End)

    class Meta:
        abstract = True
        ordering = ("clock", "id")

    def __str__(self) -> str:
        return f"{self.term} {self.due_at} {self.End(self.ended_by).label}"
