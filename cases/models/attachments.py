"""Photos and documents of a case, each with the step it came with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from foundation.models import Attachment


class CaseAttachment(models.Model):
    """One attachment of one case; `version` is that of the step it belongs to in the course."""

    class Role(models.TextChoices):
        BEFORE = "before", _("处置前")
        AFTER = "after", _("处置后")
        EVIDENCE = "evidence", _("现场情况")
        OTHER = "other", _("其他")

    case = models.ForeignKey(Case, verbose_name=_("案件"), related_name="attachments", on_delete=models.PROTECT)
    attachment = models.OneToOneField(Attachment, verbose_name=_("附件"), related_name="+", on_delete=models.PROTECT)
    role = models.CharField(_("用途"), max_length=10, choices=Role)
    version = models.PositiveIntegerField(_("案件版本"))
    at = models.DateTimeField(_("时间"))
    by_label = models.CharField(_("提交人"), max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("案件附件")
        ordering = ("id",)
        # The pictures of one case come through the foreign key's own index.

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.attachment_id}"
