"""What others are told: the outbox, from which every feed is read, and notices shown to people."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization


class OutboxEntry(models.Model):
    """One change, without its content: whoever is told then fetches, and is shown what they may see.

    `position` is given after the commit by the sequencer; feeds are read in its order, since ids show up in the order
    of commits, not of numbers.
    """

    kind = models.CharField(_("事件"), max_length=64, help_text=_("例如 case.dispatched"))
    subject_kind = models.CharField(_("对象类别"), max_length=32)
    subject_id = models.CharField(_("对象编号"), max_length=64)
    version = models.PositiveIntegerField(_("版本"))
    happened_at = models.DateTimeField(_("发生时间"))
    created_at = models.DateTimeField(_("记录时间"))
    position = models.BigIntegerField(_("序号"), null=True, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = _("变更记录")
        indexes = [
            # Used by the sequencer and by the outbox's age in health: what has no position yet, oldest first.
            models.Index(fields=["id"], name="outbox_unsequenced", condition=models.Q(position__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class OutboxAudience(models.Model):
    """One organization that could see the subject before or after the change.

    No constraint in the database points at the outbox, so that it can be partitioned by month one day.
    """

    entry = models.ForeignKey(
        OutboxEntry, verbose_name=_("变更"), related_name="audience", on_delete=models.CASCADE, db_constraint=False
    )
    organization = models.ForeignKey(Organization, verbose_name=_("组织"), related_name="+", on_delete=models.PROTECT)

    class Meta:
        verbose_name = verbose_name_plural = _("变更的知悉组织")
        constraints = [
            # Its index answers the feed: is this organization told of this entry?
            models.UniqueConstraint(fields=["entry", "organization"], name="organization_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.organization_id}"


class FeedHead(models.Model):
    """The highest position given so far, one row. It outlives the entries, so that no position is given twice."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(_("序号"))
    moved_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("变更序号")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="feed_has_one_head")]

    def __str__(self) -> str:
        return str(self.position)


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
            # Used by the list of all notices of one organization.
            models.Index(fields=["organization", "-created_at", "-id"], name="notice_of_organization"),
        ]

    def __str__(self) -> str:
        return self.title
