"""A piece of work that outlives the request that asked for it."""

from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.files import file_of
from foundation.states import ENDED, OPEN, JobState


class Job(models.Model):
    """Found by a sweep, never by a message. `attempts` counts the workers that took it up and is the hold of the
    present one: all that a worker writes asks for its own number. `folder` is empty once the files are removed."""

    kind = models.CharField(_("种类"), max_length=50)
    state = models.CharField(_("状态"), max_length=10, choices=JobState, default=JobState.WAITING)
    title = models.CharField(_("名称"), max_length=200)
    actor_key = models.CharField(_("发起者"), max_length=100)
    actor_label = models.CharField(_("发起者姓名"), max_length=100)
    organization_id = models.BigIntegerField(_("发起单位"), null=True, blank=True)
    options = models.JSONField(_("选项"), default=dict, blank=True)
    done = models.PositiveBigIntegerField(_("已处理"), default=0)
    total = models.PositiveBigIntegerField(_("总数"), null=True, blank=True)
    note = models.CharField(_("进展说明"), max_length=200, blank=True)
    checkpoint = models.JSONField(_("断点"), default=dict, blank=True)
    result = models.JSONField(_("结果"), default=dict, blank=True)
    failure = models.CharField(_("失败原因"), max_length=500, blank=True)
    folder = models.CharField(_("文件夹"), max_length=32, blank=True)
    input_name = models.CharField(_("上传文件名"), max_length=200, blank=True)
    report_name = models.CharField(_("报告文件名"), max_length=200, blank=True)
    attempts = models.PositiveIntegerField(_("执行次数"), default=0)
    created_at = models.DateTimeField(_("创建时间"))
    started_at = models.DateTimeField(_("首次开始时间"), null=True, blank=True)
    beat_at = models.DateTimeField(_("最近心跳"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("文件保留至"))

    class Meta:
        verbose_name = verbose_name_plural = _("后台任务")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=JobState.RUNNING) | models.Q(beat_at__isnull=False, started_at__isnull=False),
                name="job_running_has_a_heartbeat",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN, finished_at__isnull=True)
                | models.Q(state__in=ENDED, finished_at__isnull=False),
                name="job_has_an_end_when_ended",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=JobState.FAILED) | ~models.Q(failure=""), name="job_failed_says_why"
            ),
        ]
        indexes = [
            # Used by claim_next: the oldest open job first; tiny, whatever the history holds.
            models.Index(fields=["created_at"], name="job_open", condition=models.Q(state__in=OPEN)),
            # Used by jobs_of: the newest of one's own.
            models.Index(fields=["actor_key", "-created_at"], name="job_own"),
            # Used by remove_expired_files.
            models.Index(fields=["expires_at"], name="job_files", condition=~models.Q(folder="")),
        ]

    def __str__(self) -> str:
        return f"{self.title} #{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def input_path(self) -> Path | None:
        """The uploaded file; None without one, or once it was removed. Trust neither its name nor its content."""
        return self._file("input") if self.input_name else None

    @property
    def report_path(self) -> Path | None:
        """The file to download as `report_name`."""
        return self._file("report") if self.report_name else None

    def _file(self, role: str) -> Path | None:
        return file_of(self.folder, role) if self.folder else None
