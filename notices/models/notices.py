"""Notices shown to people inside the application."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization


class Notice(models.Model):
    """A message inside the application to an organization, or to one person of it."""

    class Level(models.TextChoices):
        INFO = "info", _("通知")
        WARN = "warn", _("提醒")
        ALARM = "alarm", _("告警")

    organization = models.ForeignKey(
        Organization, verbose_name=_("接收组织"), related_name="notices", on_delete=models.PROTECT
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("接收人"),
        related_name="notices",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("为空则组织内各人都可看到"),
    )
    kind = models.CharField(_("事件"), max_length=64)
    level = models.CharField(_("级别"), max_length=8, choices=Level, default=Level.INFO)
    title = models.CharField(_("标题"), max_length=120)
    body = models.CharField(_("内容"), max_length=500, blank=True, default="")
    subject_kind = models.CharField(_("对象类别"), max_length=32)
    subject_id = models.CharField(_("对象编号"), max_length=64)
    created_at = models.DateTimeField(_("发出时间"))
    deliver_after = models.DateTimeField(
        _("何时起送达"), null=True, blank=True, help_text=_("静默时段内的通知推迟到此时才经各渠道送出；空表示立即")
    )
    # Whether the sequencer has asked the channel rules who is to hear of it by e-mail or message.
    is_routed = models.BooleanField(_("已分发"), default=False, db_default=False, editable=False)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("阅读人"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    class Meta:
        verbose_name = verbose_name_plural = _("站内通知")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(read_at__isnull=True, read_by__isnull=True)
                | models.Q(read_at__isnull=False, read_by__isnull=False),
                name="read_notice_names_its_reader",
            ),
        ]
        indexes = [
            # Used by the bell on every page: the unread of one organization, newest first.
            models.Index(
                fields=["organization", "-id"], name="notice_unread", condition=models.Q(read_at__isnull=True)
            ),
            # Used by the sequencer: notices whose ways out of the house are not decided yet, oldest first.
            models.Index(fields=["id"], name="notice_unrouted", condition=models.Q(is_routed=False)),
            # Used by the list of all notices of one organization.
            models.Index(fields=["organization", "-created_at", "-id"], name="notice_of_organization"),
        ]

    def __str__(self) -> str:
        return self.title
