"""What the district sets up for the whistle: limits by kind, rules, duty lists, the items of the rating."""

from typing import ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import Category
from cases.models.periods import DatedRow
from deadlines.limits import Limit, LimitKind
from enforcement.models.clocks import SummonsClockKind
from enforcement.states import WhistleKind
from kernel.errors import Invalid
from organizations.models import Organization

_ENDS_AFTER = Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))


class WhistleLimit(DatedRow):
    """吹哨时限: how long a department has, by kind of whistle; counted from the notification."""

    same_ground: ClassVar[tuple[str, ...]] = ("kind", "clock_kind")

    kind = models.CharField(_("哨型"), max_length=12, choices=WhistleKind, help_text=_("例如 应急处置哨"))
    clock_kind = models.CharField(_("时钟"), max_length=20, choices=SummonsClockKind, help_text=_("例如 应哨报到"))
    limit_value = models.DecimalField(
        _("时限"), max_digits=8, decimal_places=4, help_text=_("可带小数，例如 0.5；单位见计时方式")
    )
    limit_kind = models.CharField(
        _("计时方式"), max_length=20, choices=LimitKind, help_text=_("例如 紧急工作时昼夜都走，工作时只在上班时间走")
    )
    note = models.CharField(_("备注"), max_length=300, blank=True, help_text=_("例如 依据区吹哨报到工作办法"))

    class Meta:
        verbose_name = verbose_name_plural = _("吹哨时限")
        ordering = ("kind", "clock_kind", "valid_from", "id")
        constraints = [
            models.CheckConstraint(condition=Q(limit_value__gt=0), name="whistle_limit_is_positive"),
            models.CheckConstraint(condition=_ENDS_AFTER, name="whistle_limit_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["kind", "clock_kind", "valid_from"], name="a_summons_clock_gets_one_limit_from_one_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_clock_kind_display()} {self.limit}"

    @property
    @admin.display(description=_("时限"))
    def limit(self) -> Limit:
        """The limit as a value, shown as "0.5 紧急工作时"."""
        return Limit(kind=LimitKind(self.limit_kind), n=self.limit_value)

    def clean_alone(self) -> None:
        super().clean_alone()
        try:
            _checked = self.limit
        except Invalid as error:
            raise ValidationError({"limit_value": error.message}) from error


class WhistleRules(DatedRow):
    """吹哨规则: caps and windows. One row is in force on a day; without any, its own defaults are."""

    same_ground: ClassVar[tuple[str, ...]] = ()

    check_in_minutes = models.PositiveSmallIntegerField(
        _("报到补报分钟"), default=15, help_text=_("所报时间最多早于收到多少分钟，例如 15；更早须街道确认")
    )
    repeat_days = models.PositiveSmallIntegerField(
        _("重复吹哨天数"), default=60, help_text=_("办结后多少自然日内同一事项或地点再吹哨算重复，例如 60")
    )
    repeat_cap = models.PositiveSmallIntegerField(
        _("重复报区次数"), default=3, validators=[MinValueValidator(1)], help_text=_("第几次重复起自动报区督办，例如 3")
    )
    departments_cap = models.PositiveSmallIntegerField(
        _("一次吹哨部门上限"), default=40, validators=[MinValueValidator(1), MaxValueValidator(99)], help_text="40"
    )
    note = models.CharField(_("备注"), max_length=300, blank=True, help_text=_("例如 依据 2026 年第 3 号通知"))

    class Meta:
        verbose_name = verbose_name_plural = _("吹哨规则")
        ordering = ("-valid_from",)
        constraints = [
            models.CheckConstraint(condition=_ENDS_AFTER, name="whistle_rules_end_after_they_start"),
            models.UniqueConstraint(fields=["valid_from"], name="whistle_rules_begin_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d}"


class DutyItem(DatedRow):
    """职责清单: which organization may be called for what, where. Suggestions read it."""

    same_ground: ClassVar[tuple[str, ...]] = ("organization", "category", "street", "duty")

    organization = models.ForeignKey(
        Organization,
        verbose_name=_("部门"),
        related_name="+",
        on_delete=models.PROTECT,
        help_text=_("例如 城管执法局"),
    )
    category = models.ForeignKey(
        Category,
        verbose_name=_("类别"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
        help_text=_("对该类别及其下级有效，例如 占道经营；不限留空"),
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
    kind = models.CharField(
        _("哨型"), max_length=12, choices=WhistleKind, blank=True, help_text=_("只用于此类哨；不限留空")
    )
    duty = models.CharField(_("职责"), max_length=200, help_text=_("例如 查处占道经营（市容环境卫生条例）"))
    note = models.CharField(_("备注"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("职责清单")
        ordering = ("category_id", "organization_id", "id")
        constraints = [
            models.CheckConstraint(condition=_ENDS_AFTER, name="duty_item_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["organization", "category", "street", "duty", "valid_from"],
                nulls_distinct=False,
                name="a_duty_is_listed_once_from_one_day",
            ),
        ]

    def __str__(self) -> str:
        return self.duty


class RatingItem(DatedRow):
    """评价项: what the street rates, how many points, and what decides on them."""

    class Basis(models.TextChoices):
        SIGNED_IN_TIME = "signed_in_time", _("按时签收")
        ARRIVED_IN_TIME = "arrived_in_time", _("按时报到")
        RESULT = "result", _("处置结果")
        STREET = "street", _("街道评分")

    same_ground: ClassVar[tuple[str, ...]] = ("code",)

    code = models.CharField(_("代码"), max_length=20, help_text=_("例如 sign"))
    name = models.CharField(_("名称"), max_length=40, help_text=_("例如 签收"))
    points = models.PositiveSmallIntegerField(_("满分"), validators=[MinValueValidator(1)], help_text=_("例如 10"))
    basis = models.CharField(_("计分依据"), max_length=16, choices=Basis, help_text=_("例如 按时签收由时钟决定"))
    place = models.PositiveSmallIntegerField(_("顺序"), default=1, help_text=_("例如 1"))
    note = models.CharField(_("评分说明"), max_length=300, blank=True, help_text=_("例如 超时不得分"))

    class Meta:
        verbose_name = verbose_name_plural = _("评价项")
        ordering = ("place", "code", "valid_from")
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="rating_item_has_points"),
            models.CheckConstraint(condition=_ENDS_AFTER, name="rating_item_ends_after_it_starts"),
            models.UniqueConstraint(fields=["code", "valid_from"], name="rating_item_begins_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.name
