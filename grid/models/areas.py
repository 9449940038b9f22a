"""Areas of the district, from the whole down to the unit grid.

Polygons are GeoJSON in WGS-84 degrees (`[lon, lat]`), kept as plain columns: the index that answers
"which cell is this point in" lives in the process (`grid.index`), rebuilt when `AreaVersion` moves.
"""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AreaQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        """Not closed. An end never lies in the future, so no clock is needed to say this."""
        return self.filter(ended_on__isnull=True)


class Area(models.Model):
    """What district, street, community and unit grid share: a code, a shape, and the days it was in force.

    An area is never deleted or redrawn: it is closed with an end date, and its code may come again later. One that was
    drawn wrong and replaced on its first day ends on that day: it was in force for none.
    A shape is long (a street's up to 6 kB, to be parsed): whoever joins an area to a list defers `…__shape`.
    """

    code = models.CharField(_("代码"), max_length=15)
    name = models.CharField(_("名称"), max_length=60)
    shape = models.JSONField(_("边界"), help_text=_("GeoJSON，WGS-84 经纬度"))
    area_m2 = models.FloatField(_("面积（平方米）"))
    is_illustrative = models.BooleanField(
        _("示意边界"), default=False, help_text=_("没有公开边界时由系统划分，不作依据")
    )
    started_on = models.DateField(_("初始时间"))
    ended_on = models.DateField(_("终止时间"), null=True, blank=True, help_text=_("从这一天起不再使用"))

    objects = AreaQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("code", "started_on")
        constraints = [
            # Also serves the search by code in loading; those replaced on their first day are not counted.
            models.UniqueConstraint(
                fields=["code", "started_on"],
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
                name="%(class)s_code_starts_once_a_day",
            ),
            # Also serves the index of areas in force (`grid.index`).
            models.UniqueConstraint(
                fields=["code"], condition=Q(ended_on__isnull=True), name="%(class)s_code_is_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__gte=F("started_on")), name="%(class)s_ends_no_earlier_than_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def parent(self) -> "Area | None":
        """The area this one is a part of; none above the district."""
        return None

    def clean(self) -> None:
        super().clean()
        if self.parent is not None and not self.code.startswith(self.parent.code):
            raise ValidationError({"code": _("代码应以上级代码 %(code)s 开头") % {"code": self.parent.code}})


class District(Area):
    class Meta(Area.Meta):
        verbose_name = verbose_name_plural = _("区")
        constraints = [
            *Area.Meta.constraints,
            models.CheckConstraint(condition=Q(code__regex="^[0-9]{6}$"), name="district_code_has_6_digits"),
        ]


class Street(Area):
    district = models.ForeignKey(District, verbose_name=_("区"), related_name="streets", on_delete=models.PROTECT)

    class Meta(Area.Meta):
        verbose_name = verbose_name_plural = _("街道")
        constraints = [
            *Area.Meta.constraints,
            models.CheckConstraint(condition=Q(code__regex="^[0-9]{9}$"), name="street_code_has_9_digits"),
        ]

    @property
    def parent(self) -> Area:
        return self.district


class Community(Area):
    street = models.ForeignKey(Street, verbose_name=_("街道"), related_name="communities", on_delete=models.PROTECT)

    class Meta(Area.Meta):
        verbose_name = verbose_name_plural = _("社区")
        constraints = [
            *Area.Meta.constraints,
            models.CheckConstraint(condition=Q(code__regex="^[0-9]{12}$"), name="community_code_has_12_digits"),
        ]

    @property
    def parent(self) -> Area:
        return self.street


class UnitGrid(Area):
    """单元网格: 15 digits, district 6 + street 3 + community 3 + sequence 3 (DB11/T 2157-2023)."""

    community = models.ForeignKey(
        Community, verbose_name=_("社区"), related_name="unit_grids", on_delete=models.PROTECT
    )

    class Meta(Area.Meta):
        verbose_name = verbose_name_plural = _("单元网格")
        constraints = [
            *Area.Meta.constraints,
            models.CheckConstraint(condition=Q(code__regex="^[0-9]{15}$"), name="unit_grid_code_has_15_digits"),
        ]

    @property
    def parent(self) -> Area:
        return self.community
