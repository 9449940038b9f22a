"""录入值: what no system of the house counts, with the file that proves it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.settlements import Period
from assessment.models.subjects import Subject
from foundation.models import Attachment


class ManualInput(models.Model):
    """One value of one subject in one period; a correction replaces it and keeps it."""

    period = models.ForeignKey(Period, verbose_name=_("考核期"), related_name="inputs", on_delete=models.PROTECT)
    subject = models.ForeignKey(Subject, verbose_name=_("考核对象"), related_name="+", on_delete=models.PROTECT)
    indicator = models.CharField(_("指标"), max_length=40)
    value = models.DecimalField(_("值"), max_digits=10, decimal_places=4)
    provider = models.CharField(_("来源单位"), max_length=80, help_text=_("例如 第三方考评机构名称"))
    evidence = models.ForeignKey(Attachment, verbose_name=_("佐证"), related_name="+", on_delete=models.PROTECT)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("录入时间"))
    entered_by_label = models.CharField(_("录入人"), max_length=80)
    replaced_at = models.DateTimeField(_("更正时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("录入值")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["period", "indicator", "subject"],
                condition=Q(replaced_at=None),
                name="one_value_is_in_force",
            ),
            models.CheckConstraint(condition=Q(value__range=(0, 100)), name="entered_value_is_out_of_a_hundred"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.value}"
