"""Photos and documents of a whistle and its summonses, each with the step it came with."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enforcement.models.presence import CheckIn, SiteRecord
from enforcement.models.summonses import Summons
from enforcement.models.whistles import Whistle
from foundation.models import Attachment


class WhistleAttachment(models.Model):
    """One attachment of one whistle; what came with a step of a department names its summons and is seen with it.

    `version` is that of the step in the course of the whistle, or of the summons.
    """

    class Role(models.TextChoices):
        BLOWN = "blown", _("吹哨")
        OBJECTION = "objection", _("异议")
        CHECK_IN = "check_in", _("报到")
        RECORD = "record", _("现场记录")
        REPORT = "report", _("反馈")

    summons_id: int | None
    check_in_id: int | None
    record_id: int | None
    whistle = models.ForeignKey(Whistle, verbose_name=_("哨"), related_name="attachments", on_delete=models.PROTECT)
    # What belongs to a summons is read by its whistle, or by the attachment itself: no index of its own.
    summons = models.ForeignKey(
        Summons, verbose_name=_("哨单"), null=True, related_name="attachments", on_delete=models.PROTECT, db_index=False
    )
    check_in = models.ForeignKey(
        CheckIn, verbose_name=_("报到"), null=True, related_name="+", on_delete=models.PROTECT, db_index=False
    )
    record = models.ForeignKey(
        SiteRecord, verbose_name=_("现场记录"), null=True, related_name="+", on_delete=models.PROTECT, db_index=False
    )
    attachment = models.OneToOneField(Attachment, verbose_name=_("附件"), related_name="+", on_delete=models.PROTECT)
    role = models.CharField(_("用途"), max_length=10, choices=Role)
    version = models.PositiveIntegerField(_("版本"))
    at = models.DateTimeField(_("时间"))
    by_label = models.CharField(_("提交人"), max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("吹哨附件")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(role="blown", summons=None) | (~Q(role="blown") & Q(summons__isnull=False)),
                name="attachment_of_a_department_names_its_summons",
            ),
            models.CheckConstraint(
                condition=Q(role="check_in", check_in__isnull=False) | (~Q(role="check_in") & Q(check_in=None)),
                name="attachment_of_a_check_in_names_it",
            ),
            models.CheckConstraint(
                condition=Q(role="record", record__isnull=False) | (~Q(role="record") & Q(record=None)),
                name="attachment_of_a_record_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.attachment_id}"
