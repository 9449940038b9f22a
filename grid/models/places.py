"""Named places, and the version that tells processes to rebuild their index of areas and places."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Place(models.Model):
    """A name that people give instead of a point: an entry of the gazetteer.

    The three codes are where the place lay when it was saved, for lists and filters; locating asks the polygons.
    """

    class Kind(models.TextChoices):
        CROSSING = "crossing", _("路口")
        BRIDGE = "bridge", _("桥")
        LANDMARK = "landmark", _("地标")
        ROAD = "road", _("道路")

    name = models.CharField(_("名称"), max_length=60, help_text=_("例如 八角路与八角西街交口"))
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    lon = models.FloatField(_("经度"), null=True, blank=True, help_text=_("WGS-84，例如 116.1953"))
    lat = models.FloatField(_("纬度"), null=True, blank=True, help_text=_("WGS-84，例如 39.9125"))
    street_code = models.CharField(_("街道代码"), max_length=9, blank=True, editable=False)
    community_code = models.CharField(_("社区代码"), max_length=12, blank=True, editable=False)
    unit_grid_code = models.CharField(_("单元网格代码"), max_length=15, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("地名")
        ordering = ("name", "id")
        constraints = [
            # Also serves loading, which inserts what is missing, and the order of the list in admin.
            models.UniqueConstraint(
                fields=["name", "kind", "lon", "lat"], nulls_distinct=False, name="place_is_listed_once"
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__isnull=False, lat__isnull=False),
                name="place_has_both_coordinates_or_none",
            ),
            models.CheckConstraint(
                condition=Q(kind="road") | Q(lon__isnull=False), name="only_a_road_may_lack_its_point"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaVersion(models.Model):
    """One row whose token changes with every change of areas and places, so that processes rebuild their index.

    A random token, not a counter: a version that was rolled back can never be mistaken for a later one.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    token = models.UUIDField(_("版本"), default=uuid.uuid4)
    areas_digest = models.CharField(_("数据摘要"), max_length=64, blank=True)
    changed_at = models.DateTimeField(_("变更时间"))
    changed_by = models.CharField(_("变更人"), max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("区域版本")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="area_version_is_a_single_row")]

    def __str__(self) -> str:
        return str(self.token)
