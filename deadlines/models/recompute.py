"""The recomputation of running clocks: the job as administrators see it, and what each clock moved from and to."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import Job

RECOMPUTE = "recompute_clocks"


class RecomputationManager(models.Manager["Recomputation"]):
    def get_queryset(self) -> models.QuerySet["Recomputation"]:
        return super().get_queryset().filter(kind=RECOMPUTE)


class Recomputation(Job):
    """The jobs that follow a change of the rules, whoever began them."""

    objects: ClassVar[RecomputationManager] = RecomputationManager()

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = _("时钟重算")
        ordering = ("-id",)


class ClockMove(models.Model):
    """One clock moved by one recomputation; appended in the transaction that moved it.

    Clock, subject and holder are told as they were, without foreign keys: the note outlives what it speaks of.
    """

    job_id = models.BigIntegerField(_("重算任务"))
    clock_table = models.CharField(_("时钟表"), max_length=80)
    clock_id = models.BigIntegerField(_("时钟编号"))
    subject = models.CharField(_("事项"), max_length=80)
    kind = models.CharField(_("时钟"), max_length=20)
    holder_id = models.BigIntegerField(_("承办单位编号"))
    holder = models.CharField(_("承办单位"), max_length=80)
    at = models.DateTimeField(_("重算时间"))
    due_before = models.DateTimeField(_("原到期"))
    due_after = models.DateTimeField(_("现到期"))
    warn_before = models.DateTimeField(_("原临期"))
    warn_after = models.DateTimeField(_("现临期"))
    alarm_before = models.DateTimeField(_("原下次巡查"), null=True, blank=True)
    alarm_after = models.DateTimeField(_("现下次巡查"), null=True, blank=True)
    limit_before = models.CharField(_("原时限"), max_length=40, blank=True)
    limit_after = models.CharField(_("现时限"), max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("时钟移动")
        ordering = ("id",)
        indexes = [
            # The page of one recomputation: what it moved, in order.
            models.Index(fields=["job_id", "id"], name="clock_move_of_a_job"),
            # A clock's own history: why it is due when it is.
            models.Index(fields=["clock_table", "clock_id", "id"], name="clock_move_of_a_clock"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.kind}"
