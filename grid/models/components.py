from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grid.models.areas import AreaQuerySet


class Component(models.Model):
    """部件: one public facility, mapped as a point; 16 digits, district 6 + large class 2 + small class 2 + sequence 6.

    A thing of the street keeps its identifier for life, so its row is corrected in place and closed when it is gone.
    The unit grid is where the point lay when areas or component were last imported, for lists and filters.
    """

    code = models.CharField(_("标识码"), max_length=16)
    class_code = models.CharField(
        _("类别代码"), max_length=4, help_text=_("大类 2 位、小类 2 位，标识码的第 7 至 10 位")
    )
    name = models.CharField(_("名称"), max_length=60)
    state = models.CharField(_("状态"), max_length=20, blank=True, help_text=_("例如 完好、破损、丢失、废弃"))
    competent_unit = models.CharField(_("主管部门"), max_length=80, blank=True)
    owner_unit = models.CharField(_("权属单位"), max_length=80, blank=True)
    maintainer_unit = models.CharField(_("养护单位"), max_length=80, blank=True)
    lon = models.FloatField(_("经度"), help_text="WGS-84")
    lat = models.FloatField(_("纬度"), help_text="WGS-84")
    unit_grid_code = models.CharField(_("单元网格代码"), max_length=15, blank=True)
    started_on = models.DateField(_("初始时间"))
    changed_on = models.DateField(_("变更时间"), null=True, blank=True)
    ended_on = models.DateField(_("终止时间"), null=True, blank=True, help_text=_("从这一天起不再使用"))

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("部件")
        ordering = ("code",)
        constraints = [
            # Also serves importing, which finds rows by code, and the search and the order of the list in admin.
            models.UniqueConstraint(fields=["code"], name="component_code_is_given_once"),
            models.CheckConstraint(condition=Q(code__regex="^[0-9]{16}$"), name="component_code_has_16_digits"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="component_ends_no_earlier_than_it_starts",
            ),
        ]
        indexes = [
            # The components of one unit grid, in admin's filter and for whoever stands there.
            models.Index(fields=["unit_grid_code", "class_code"], name="component_by_unit_grid"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"
