"""The last sweep over each clock table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SweepRecord(models.Model):
    """One row a clock table, overwritten by every sweep: a worker is alive while this stays fresh."""

    clock_table = models.CharField(_("时钟表"), max_length=80, unique=True)
    worker = models.CharField(_("执行进程"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("开始"))
    finished_at = models.DateTimeField(_("结束"))
    claimed = models.PositiveIntegerField(_("处理时钟数"))
    rows_fired = models.PositiveIntegerField(_("触发级数"))
    failed = models.PositiveIntegerField(_("失败数"))
    oldest_due_at = models.DateTimeField(_("最早的到点"), null=True, blank=True, help_text=_("开始时等待最久的一个"))

    class Meta:
        verbose_name = verbose_name_plural = _("巡查记录")
        ordering = ("clock_table",)

    def __str__(self) -> str:
        return self.clock_table
