"""考核方案: whom it scores, by which indicators, how a figure becomes points; dated, never overwritten."""

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.indicators import REGISTRY
from assessment.rules.curves import Curve, check_curve
from assessment.rules.penalties import ARTICLE, is_about_penalties
from assessment.rules.periods import LATEST_CUT_OFF
from assessment.rules.scoring import ZeroRule
from assessment.states import SubjectKind
from cases.models.periods import DatedRow
from kernel.errors import Invalid
from organizations.models import Organization
from organizations.roles import Role


class Scheme(DatedRow):
    """One version of a scheme. What was settled keeps its own copy of weights and curves: a change moves nothing."""

    class Partly(models.TextChoices):
        NOT = "0", _("不计")
        HALF = "0.5", _("按一半计")
        WHOLE = "1", _("视同已解决")

    same_ground: ClassVar[tuple[str, ...]] = ("code",)

    code = models.SlugField(_("代码"), max_length=40, help_text=_("例如 street-monthly"))
    name = models.CharField(_("名称"), max_length=80, help_text=_("例如 街道月度考核"))
    subject_kind = models.CharField(_("考核对象"), max_length=12, choices=SubjectKind, help_text=_("例如 街道"))
    role = models.CharField(
        _("岗位角色"), max_length=24, choices=Role, blank=True, help_text=_("只有岗位考核填写，例如 监督员")
    )
    cut_off_day = models.PositiveSmallIntegerField(
        _("截止日"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LATEST_CUT_OFF)],
        help_text=_("例如 18 表示上月 19 日至本月 18 日；按自然月留空"),
    )
    full_points = models.DecimalField(
        _("满分"), max_digits=6, decimal_places=2, default=Decimal(100), help_text=_("各项权重之和，例如 100")
    )
    zero_rule = models.CharField(
        _("分母为零时"), max_length=8, choices=ZeroRule, default=ZeroRule.FULL, help_text=_("例如 得满分")
    )
    partly_solved = models.CharField(
        _("部分解决"), max_length=3, choices=Partly, default=Partly.NOT, help_text=_("解决率中部分解决怎样计")
    )
    counts_consultations = models.BooleanField(
        _("咨询计入三率"), default=False, help_text=_("不选则咨询类列为剔除，注明原因")
    )
    objection_days = models.PositiveSmallIntegerField(
        _("申诉期工作日"), default=3, validators=[MinValueValidator(1)], help_text=_("例如 3 个工作日")
    )
    bonus_cap = models.DecimalField(
        _("加分上限"), max_digits=6, decimal_places=2, default=Decimal(5), help_text=_("例如 5")
    )
    deduction_cap = models.DecimalField(
        _("扣分上限"), max_digits=6, decimal_places=2, default=Decimal(10), help_text=_("例如 10")
    )
    note = models.CharField(_("备注"), max_length=300, blank=True, help_text=_("例如 依据 2026 年考核办法"))

    class Meta:
        verbose_name = verbose_name_plural = _("考核方案")
        ordering = ("code", "-valid_from")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="scheme_begins_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="assessment_scheme_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind="post") & ~Q(role="") | ~Q(subject_kind="post") & Q(role=""),
                name="only_a_scheme_of_posts_names_the_post",
            ),
            models.CheckConstraint(condition=Q(full_points__gt=0), name="scheme_has_points_to_give"),
            models.CheckConstraint(
                condition=Q(cut_off_day=None) | Q(cut_off_day__range=(1, LATEST_CUT_OFF)),
                name="cut_off_day_comes_every_month",
            ),
            models.CheckConstraint(condition=Q(bonus_cap__gte=0, deduction_cap__gte=0), name="caps_are_amounts"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean_alone(self) -> None:
        super().clean_alone()
        if (self.subject_kind == SubjectKind.POST) != bool(self.role):
            raise ValidationError({"role": _("岗位考核要选岗位角色，其他考核不填。")})
        if is_about_penalties(self.name):
            raise ValidationError({"name": ARTICLE})


class SchemeGroup(models.Model):
    """分组: subjects that are ranked among themselves, for fairness: a class of streets, a kind of departments."""

    scheme = models.ForeignKey(Scheme, verbose_name=_("方案"), related_name="groups", on_delete=models.CASCADE)
    code = models.SlugField(_("代码"), max_length=20, help_text=_("例如 core"))
    name = models.CharField(_("名称"), max_length=40, help_text=_("例如 中心城区类"))
    organizations = models.ManyToManyField(
        Organization, verbose_name=_("成员"), related_name="+", blank=True, help_text=_("例如 古城街道、八角街道")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("考核分组")
        ordering = ("scheme", "code")
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="scheme_has_a_group_once")]

    def __str__(self) -> str:
        return self.name


class SchemeItem(models.Model):
    """One item: an indicator, its weight, and the curve from figure to points."""

    scheme = models.ForeignKey(Scheme, verbose_name=_("方案"), related_name="items", on_delete=models.CASCADE)
    place = models.PositiveSmallIntegerField(_("顺序"), default=1, help_text=_("例如 1"))
    code = models.CharField(_("项目编号"), max_length=12, help_text=_("例如 A1.1"))
    indicator = models.CharField(_("指标"), max_length=40, help_text=_("例如 response_rate 响应率"))
    weight = models.DecimalField(_("权重"), max_digits=6, decimal_places=2, help_text=_("例如 12"))
    curve = models.CharField(_("曲线"), max_length=12, choices=Curve, default=Curve.LINEAR, help_text=_("例如 线性"))
    curve_data = models.JSONField(
        _("曲线参数"), help_text=_('例如 线性 {"from": 0, "to": 100}，达标扣分 {"full_at": 90, "per_unit": 1}')
    )

    class Meta:
        verbose_name = verbose_name_plural = _("考核项目")
        ordering = ("scheme", "place", "code")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "indicator"], name="scheme_uses_an_indicator_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="scheme_item_weighs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return str(REGISTRY[self.indicator]) if self.indicator in REGISTRY else self.indicator

    def clean(self) -> None:
        super().clean()
        if is_about_penalties(self.indicator):
            raise ValidationError({"indicator": ARTICLE})
        if self.indicator not in REGISTRY:
            raise ValidationError({"indicator": _("没有登记这个指标，见指标清单。")})
        if self.scheme_id and self.scheme.subject_kind not in REGISTRY[self.indicator].kinds:
            raise ValidationError({"indicator": _("这个指标不用于此类考核对象。")})
        try:
            check_curve(self.curve, self.curve_data)
        except Invalid as error:
            raise ValidationError({"curve_data": error.message}) from error
