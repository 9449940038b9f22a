"""发布: a run shown to everybody. It never changes; a correction is the next version with its difference."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.runs import Run
from assessment.models.settlements import Settlement


class Publication(models.Model):
    """The highest version of a settlement that is not withdrawn is the one in force."""

    settlement = models.ForeignKey(
        Settlement, verbose_name=_("结算"), related_name="publications", on_delete=models.PROTECT
    )
    version = models.PositiveSmallIntegerField(_("发布版本"))
    run = models.ForeignKey(Run, verbose_name=_("计算"), related_name="publications", on_delete=models.PROTECT)
    digest = models.CharField(_("摘要"), max_length=64)
    difference = models.JSONField(_("与上一版本的差别"), default=list)
    reason = models.CharField(_("更正理由"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("发布时间"))
    published_by_label = models.CharField(_("发布人"), max_length=80)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)
    withdrawn_by_label = models.CharField(_("撤回人"), max_length=80, blank=True)
    withdrawal_reason = models.CharField(_("撤回理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("考核发布")
        ordering = ("settlement", "-version")
        constraints = [
            models.UniqueConstraint(fields=["settlement", "version"], name="settlement_counts_its_publications"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""),
                name="withdrawal_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.settlement_id} v{self.version}"
