"""What happened to a whistle and to each summons: appended, never edited; the database refuses to change or delete."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from enforcement.models.summonses import Summons
from enforcement.models.whistles import Whistle


class CourseLine(models.Model):
    """One line of a course, in the words of the trade."""

    kind = models.CharField(_("事件"), max_length=24)
    at = models.DateTimeField(_("时间"))
    actor_key = models.CharField(_("操作者标识"), max_length=40)
    actor_label = models.CharField(_("操作者"), max_length=80)
    text = models.CharField(_("经过"), max_length=500)
    data = models.JSONField(_("数据"), default=dict)
    version = models.PositiveIntegerField(_("版本"))

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text


class WhistleEvent(CourseLine):
    """What all who are called may know: never names what one department alone did."""

    whistle = models.ForeignKey(Whistle, verbose_name=_("哨"), related_name="events", on_delete=models.PROTECT)

    class Meta(CourseLine.Meta):
        verbose_name = verbose_name_plural = _("吹哨经过")


class SummonsEvent(CourseLine):
    """Between the street, the department and the centre."""

    summons = models.ForeignKey(Summons, verbose_name=_("哨单"), related_name="events", on_delete=models.PROTECT)

    class Meta(CourseLine.Meta):
        verbose_name = verbose_name_plural = _("哨单经过")
