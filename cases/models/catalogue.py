"""派单目录: to whom a case goes, by category × area × time (接诉即办工作条例 §11)."""

from typing import ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Source
from cases.models.categories import Category
from cases.models.periods import DatedRow
from cases.rules.catalogue import OnDays
from organizations.models import Organization

ON_DAYS = [
    (OnDays.ANY.value, _("不限")),
    (OnDays.WORKDAY.value, _("工作日")),
    (OnDays.OFF_DAY.value, _("休息日")),
]


class TargetKind(models.TextChoices):
    ORGANIZATION = "organization", _("指定单位")
    TERRITORIAL_STREET = "territorial_street", _("属地街道")


class CatalogueRule(DatedRow):
    """One line of the catalogue. What is left blank holds for all; the more a rule says, the more it weighs
    (`cases.rules.catalogue.rank`)."""

    same_ground: ClassVar[tuple[str, ...]] = (
        "category", "street", "community", "source", "from_time", "to_time", "only_days", "is_active",
    )  # fmt: skip

    category = models.ForeignKey(
        Category,
        verbose_name=_("类别"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
        help_text=_("对该类别及其下级有效，例如 街面秩序类 / 占道经营；全部类别留空"),
    )
    street = models.ForeignKey(
        "grid.Street",
        verbose_name=_("街道"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
        help_text=_("只在该街道有效；全区留空"),
    )
    community = models.ForeignKey(
        "grid.Community",
        verbose_name=_("社区"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
        help_text=_("只在该社区有效；选了社区就不选街道"),
    )
    source = models.CharField(_("来源"), max_length=12, choices=Source, blank=True, help_text=_("不限来源留空"))

    only_days = models.CharField(_("日子"), max_length=8, choices=ON_DAYS, default=OnDays.ANY.value)
    from_time = models.TimeField(_("每日自"), null=True, blank=True, help_text=_("例如 18:00；全天留空"))
    to_time = models.TimeField(
        _("每日至"), null=True, blank=True, help_text=_("例如 08:00，早于开始即到次日；不含此刻")
    )

    target_kind = models.CharField(_("派往"), max_length=20, choices=TargetKind, default=TargetKind.ORGANIZATION)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("承办单位"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
        limit_choices_to={"kind__in": ["street", "department", "district_centre"]},
        help_text=_("例如 城市管理委；派往属地街道的留空"),
    )
    supervising = models.ForeignKey(
        Organization,
        verbose_name=_("督办单位"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
        help_text=_("直派街道的工单不填时由区指挥中心督办"),
    )
    priority = models.SmallIntegerField(_("优先级"), default=0, help_text=_("范围同样具体时，数大的优先"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1, help_text=_("修订一次加 1"))
    note = models.CharField(_("备注"), max_length=300, blank=True, help_text=_("例如 依据区政府 2026 年第 3 次专题会"))
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("派单规则")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target_kind="organization", organization__isnull=False)
                | models.Q(target_kind="territorial_street", organization__isnull=True),
                name="rule_names_its_target_or_the_street_where_it_lies",
            ),
            models.CheckConstraint(
                condition=models.Q(street__isnull=True) | models.Q(community__isnull=True),
                name="rule_names_a_street_or_a_community_not_both",
            ),
            models.CheckConstraint(
                condition=models.Q(from_time__isnull=True, to_time__isnull=True)
                | (models.Q(from_time__isnull=False, to_time__isnull=False) & ~models.Q(from_time=models.F("to_time"))),
                name="rule_has_both_ends_of_its_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="rule_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["category", "street", "community", "source", "only_days", "from_time", "to_time", "valid_from"],
                condition=models.Q(is_active=True),
                nulls_distinct=False,
                name="one_rule_covers_one_ground_from_one_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    @admin.display(description=_("范围"))
    def title(self) -> str:
        """What it covers: "占道经营 × 古城街道"."""
        parts = [
            self.category.name if self.category else str(_("全部类别")),
            str(self.community or self.street or _("全区")),
        ]
        if self.source:
            parts.append(str(self.get_source_display()))
        if self.only_days != OnDays.ANY:
            parts.append(str(self.get_only_days_display()))
        if self.from_time and self.to_time:
            parts.append(f"{self.from_time:%H:%M}–{self.to_time:%H:%M}")
        return " × ".join(parts)

    def clean_alone(self) -> None:
        super().clean_alone()
        if self.organization is not None and self.organization.kind == Organization.Kind.COMMUNITY:
            raise ValidationError({"organization": _("社区不能作主办单位（接诉即办工作条例第十七条），请选街道。")})
        if self.target_kind == TargetKind.ORGANIZATION and self.organization is None:
            raise ValidationError({"organization": _("请选承办单位，或改为派往属地街道。")})

    def clean_beside_others(self) -> None:
        """A rule out of use stands in nobody's way."""
        if self.is_active:
            super().clean_beside_others()
