"""The outbox, from which every feed and every webhook is read."""

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
    left_view = models.BooleanField(
        _("此后不可见"), default=False, db_default=False, help_text=_("这次变更之后，该组织不再看得到此对象")
    )

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
    purged_to = models.BigIntegerField(_("已清理到"), default=0, help_text=_("此序号及以前的变更已过保存期，不再提供"))
    moved_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("变更序号")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="feed_has_one_head"),
            models.CheckConstraint(
                condition=models.Q(purged_to__gte=0, purged_to__lte=models.F("position")),
                name="only_positions_given_are_purged",
            ),
        ]

    def __str__(self) -> str:
        return str(self.position)
