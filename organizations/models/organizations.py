"""Whoever can hold, supervise or send a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.roles import OrganizationKind

_WITHOUT_AREA = [OrganizationKind.CITY, OrganizationKind.DISTRICT_CENTRE, OrganizationKind.DEPARTMENT]


class Organization(models.Model):
    """A unit of the district: the centre, a street office, a community, a department, or the city's hotline.

    Never deleted, only taken out of use: history points at it.
    """

    Kind = OrganizationKind

    kind = models.CharField(
        _("类别"),
        max_length=20,
        choices=OrganizationKind,
        help_text=_("决定能担任哪些角色，例如 街道办事处有街道经办、街道领导"),
    )
    code = models.CharField(_("编码"), max_length=32, unique=True, help_text=_("街道、社区用区划代码，例如 110107001"))
    name = models.CharField(_("全称"), max_length=100, help_text=_("例如 古城街道办事处"))
    short_name = models.CharField(_("简称"), max_length=40, help_text=_("列表和地图上显示，例如 古城街道"))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        null=True,
        blank=True,
        related_name="children",
        on_delete=models.PROTECT,
        help_text=_("升级通知沿上级往上走，例如 社区的上级是街道，街道和委办局的上级是区指挥中心"),
    )
    street = models.ForeignKey(
        "grid.Street",
        verbose_name=_("所辖街道"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
        help_text=_("只有街道办事处填写，例如 古城街道；该街道的案件归它"),
    )
    community = models.ForeignKey(
        "grid.Community",
        verbose_name=_("所辖社区"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
        help_text=_("只有社区填写，例如 古城路社区"),
    )
    is_active = models.BooleanField(
        _("在用"), default=True, help_text=_("取消后人员看不到案件、接口失效、不再派单；保存前会列出影响")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("组织")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="street") | models.Q(street__isnull=False, community__isnull=True),
                name="street_office_has_its_street",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="community")
                | models.Q(community__isnull=False, parent__isnull=False, street__isnull=True),
                name="community_has_its_area_and_street",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=_WITHOUT_AREA) | models.Q(street__isnull=True, community__isnull=True),
                name="only_street_and_community_have_an_area",
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="nobody_is_above_itself"),
            models.UniqueConstraint(fields=["street"], name="street_has_one_office"),
            models.UniqueConstraint(fields=["community"], name="area_has_one_community"),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="district_centre"), name="district_has_one_centre"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name
