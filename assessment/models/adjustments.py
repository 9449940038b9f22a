"""加分、扣分、一票否决: proposed with ground and evidence by one, decided by another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.models.settlements import Settlement
from assessment.models.subjects import Subject
from foundation.models import Attachment


class Adjustment(models.Model):
    """It counts from the next run after it was approved."""

    class Kind(models.TextChoices):
        BONUS = "bonus", _("加分")
        DEDUCTION = "deduction", _("扣分")
        VETO = "veto", _("一票否决")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待批")
        APPROVED = "approved", _("同意")
        REFUSED = "refused", _("不同意")

    settlement = models.ForeignKey(
        Settlement, verbose_name=_("结算"), related_name="adjustments", on_delete=models.PROTECT
    )
    subject_id: int
    subject = models.ForeignKey(Subject, verbose_name=_("考核对象"), related_name="+", on_delete=models.PROTECT)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    points = models.DecimalField(_("分值"), max_digits=6, decimal_places=2, help_text=_("正数；一票否决为 0"))
    ground = models.CharField(_("理由"), max_length=500)
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    evidence = models.ForeignKey(
        Attachment, verbose_name=_("佐证"), null=True, related_name="+", on_delete=models.PROTECT
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField(_("提出时间"))
    proposed_by_key = models.CharField(_("提出人标识"), max_length=40)
    proposed_by_label = models.CharField(_("提出人"), max_length=80)
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    decided_by_key = models.CharField(_("审批人标识"), max_length=40, blank=True)
    decided_by_label = models.CharField(_("审批人"), max_length=80, blank=True)
    opinion = models.CharField(_("审批意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("加减分")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="veto", points=0) | ~Q(kind="veto") & Q(points__gt=0),
                name="adjustment_has_its_points",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None) | ~Q(state="proposed") & Q(decided_at__isnull=False),
                name="decided_adjustment_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by_key=F("decided_by_key")), name="nobody_approves_an_own_adjustment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.points}"
