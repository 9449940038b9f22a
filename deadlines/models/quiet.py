"""Quiet hours: dated configuration rows."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deadlines.quiet import QuietSpell


class QuietHour(models.Model):
    """Hours in which notices of clocks wait; records never do. The row that says most about a notice wins."""

    class Level(models.TextChoices):
        INFO = "info", _("通知")
        WARN = "warn", _("提醒")
        ALARM = "alarm", _("告警")

    urgency = models.CharField(_("紧急程度"), max_length=16, blank=True, help_text=_("空表示不限"))
    level = models.CharField(
        _("通知级别"), max_length=8, blank=True, choices=Level, help_text=_("空表示不限；紧急程度优先于级别")
    )
    starts_at = models.TimeField(_("开始"), null=True, blank=True, help_text=_("例如 22:00；两栏都空表示从不静默"))
    ends_at = models.TimeField(_("结束"), null=True, blank=True, help_text=_("例如 07:00，可以在第二天"))
    valid_from = models.DateField(_("生效日"))
    valid_to = models.DateField(_("失效日"), null=True, blank=True, help_text=_("含当日；空表示一直有效"))

    class Meta:
        verbose_name = verbose_name_plural = _("静默时段")
        ordering = ("urgency", "level", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=["urgency", "level", "valid_from"], name="quiet_hours_begin_once"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__isnull=False) & ~Q(starts_at=F("ends_at")),
                name="quiet_hours_have_both_ends_or_none",
                violation_error_message=_("开始和结束须都填且不同，或都不填。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="quiet_hours_are_valid_forward",
                violation_error_message=_("失效日不能早于生效日。"),
            ),
        ]

    def __str__(self) -> str:
        hours = f"{self.starts_at:%H:%M}—{self.ends_at:%H:%M}" if self.starts_at and self.ends_at else "—"
        return f"{self.urgency} {self.get_level_display()} {hours}".strip()

    def as_spell(self) -> QuietSpell:
        """The row as the plain value that the rules take."""
        return QuietSpell(
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            urgency=self.urgency,
            level=self.level,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )
