from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grid.models.areas import AreaQuerySet, UnitGrid


class DutyGrid(models.Model):
    """责任网格: the unit grids given to one inspector, closed like an area and never rearranged.

    When a unit grid is redrawn under the same code, the new row joins the old one here; `unit_grids.in_force()`
    is what the inspector walks today.
    """

    code = models.CharField(_("代码"), max_length=30)
    identifier = models.CharField(_("标识"), max_length=40, blank=True, help_text=_("原系统中的编号"))
    name = models.CharField(_("名称"), max_length=60)
    # A value, not a foreign key: accounts live on a floor above this one.
    inspector = models.CharField(_("监督员"), max_length=80, blank=True, help_text=_("账号标识，例如 user:7"))
    unit_grids = models.ManyToManyField(UnitGrid, verbose_name=_("单元网格"), related_name="duty_grids")
    started_on = models.DateField(_("初始时间"))
    ended_on = models.DateField(_("终止时间"), null=True, blank=True, help_text=_("从这一天起不再使用"))

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("责任网格")
        ordering = ("code", "started_on")
        constraints = [
            # Also serves the search by code in importing; those replaced on their first day are not counted.
            models.UniqueConstraint(
                fields=["code", "started_on"],
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
                name="dutygrid_code_starts_once_a_day",
            ),
            # Also serves importing, which reads those in force.
            models.UniqueConstraint(
                fields=["code"], condition=Q(ended_on__isnull=True), name="dutygrid_code_is_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="dutygrid_ends_no_earlier_than_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name
