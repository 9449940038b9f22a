"""申诉 (剔除申请): a subject says that something must not count against it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.indicators import Matter
from assessment.models.settlements import Settlement
from assessment.models.subjects import Subject
from foundation.models import Attachment


class ExclusionReason(models.TextChoices):
    """The list of what may be excluded (剔除); whoever asks chooses one."""

    MALICIOUS = "malicious", _("恶意或无新事实的重复诉求")
    LEGAL_CHANNEL = "legal_channel", _("已进入诉讼、复议、信访等法定途径")
    AGAINST_POLICY = "against_policy", _("诉求不符合法律法规或政策")
    OUTSIDE_DUTIES = "outside_duties", _("不属于任何单位职责")
    UNREACHABLE = "unreachable", _("多次联系不上诉求人")
    WRONG_DATA = "wrong_data", _("数据有误")
    FORCE_MAJEURE = "force_majeure", _("不可抗力")
    SHELVED = "shelved", _("经上级同意挂账")


class Objection(models.Model):
    """One matter of one settlement, asked by its subject and decided by the district. While it is excluded it counts
    in no adjusted figure of that settlement; the raw figures keep it."""

    class State(models.TextChoices):
        OPEN = "open", _("待区审核")
        EXCLUDED = "excluded", _("同意剔除")
        REFUSED = "refused", _("不同意")

    settlement = models.ForeignKey(
        Settlement, verbose_name=_("结算"), related_name="objections", on_delete=models.PROTECT
    )
    subject_id: int
    subject = models.ForeignKey(Subject, verbose_name=_("申诉单位"), related_name="+", on_delete=models.PROTECT)
    matter = models.CharField(_("事项类别"), max_length=8, choices=Matter)
    ref = models.BigIntegerField(_("事项标识"))
    label = models.CharField(_("事项"), max_length=40, help_text=_("案件编号或哨单号"))
    reason = models.CharField(_("剔除原因"), max_length=24, choices=ExclusionReason)
    words = models.CharField(_("说明"), max_length=1000)
    evidence = models.ManyToManyField(Attachment, verbose_name=_("佐证"), related_name="+", blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(_("申请时间"))
    made_by_label = models.CharField(_("申请人"), max_length=80)
    decided_at = models.DateTimeField(_("审核时间"), null=True)
    decided_by_label = models.CharField(_("审核人"), max_length=80, blank=True)
    opinion = models.CharField(_("审核意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("考核申诉")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "subject", "matter", "ref"], name="a_matter_is_objected_to_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="decided_exclusion_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.label
