"""What happened to a settlement: appended, never edited; the database refuses to change or delete it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.settlements import Settlement


class SettlementEvent(models.Model):
    """One line of the course."""

    settlement = models.ForeignKey(Settlement, verbose_name=_("结算"), related_name="events", on_delete=models.PROTECT)
    kind = models.CharField(_("事件"), max_length=24)
    at = models.DateTimeField(_("时间"))
    actor_key = models.CharField(_("操作者标识"), max_length=40)
    actor_label = models.CharField(_("操作者"), max_length=80)
    text = models.CharField(_("经过"), max_length=500)
    data = models.JSONField(_("数据"), default=dict)
    version = models.PositiveIntegerField(_("版本"))

    class Meta:
        verbose_name = verbose_name_plural = _("结算经过")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text
