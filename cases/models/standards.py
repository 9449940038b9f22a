"""By when: filing standards of categories, general limits by urgency, limits of the shorter clocks."""

from typing import ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Urgency
from cases.models.categories import Category
from cases.models.clocks import ClockKind
from cases.models.periods import DatedRow
from cases.states import Flow
from deadlines.limits import Limit, LimitKind
from kernel.errors import Invalid


class CountsFrom(models.TextChoices):
    """The moment from which a limit counts."""

    RECEIVED = "received", _("接收")
    FILED = "filed", _("立案")
    DISPATCHED = "dispatched", _("派遣")


class LimitRow(DatedRow):
    """A dated limit that holds for some urgency and flow, or for any when these are blank. It names its calendar by
    the code, which the clocks take over."""

    urgency = models.CharField(
        _("紧急程度"), max_length=10, choices=Urgency, blank=True, help_text=_("不限紧急程度留空")
    )
    flow = models.CharField(_("流程"), max_length=8, choices=Flow, blank=True, help_text=_("不限流程留空"))
    limit_value = models.DecimalField(
        _("时限"), max_digits=7, decimal_places=2, help_text=_("可带小数，例如 0.5；单位见计时方式")
    )
    limit_kind = models.CharField(
        _("计时方式"),
        max_length=20,
        choices=LimitKind,
        help_text=_("例如 4 工作时只在上班时间走，1 自然日就是 24 小时"),
    )
    calendar_id: str | None
    calendar = models.ForeignKey(
        "deadlines.Calendar",
        verbose_name=_("日历"),
        to_field="code",
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
        help_text=_("按哪一个日历计算，例如 七天轮班的服务按轮班日历；空表示默认日历"),
    )
    counts_from = models.CharField(_("起算"), max_length=10, choices=CountsFrom, help_text=_("从哪一时刻起算"))

    class Meta:
        abstract = True

    @property
    @admin.display(description=_("时限"))
    def limit(self) -> Limit:
        """The limit as a value, shown as "4 工作时"."""
        return Limit(kind=LimitKind(self.limit_kind), n=self.limit_value)

    def clean_alone(self) -> None:
        super().clean_alone()
        try:
            _checked = self.limit
        except Invalid as error:
            raise ValidationError({"limit_value": error.message}) from error
        if self.calendar is not None and not self.calendar.frames.exists():
            words = _("日历“%(calendar)s”没有工作时段，按它算不出到期时间，请先在工作日历中补上。")
            raise ValidationError({"calendar": words % {"calendar": self.calendar}})


class FilingStandard(LimitRow):
    """立案、处置、结案标准. One category has several (fenced in 3 hours, repaired in 8); the first place counts until
    somebody chooses another. Without a category it is the general limit of its urgency, used when neither the order
    nor the category brings one."""

    same_ground: ClassVar[tuple[str, ...]] = ("category", "urgency", "flow", "place")

    category = models.ForeignKey(
        Category,
        verbose_name=_("类别"),
        null=True,
        blank=True,
        related_name="standards",
        on_delete=models.PROTECT,
        help_text=_("对该类别及其下级有效；通用时限留空"),
    )
    place = models.PositiveSmallIntegerField(
        _("顺序"), default=1, help_text=_("同一类别有几条标准时，未经人工选择用顺序 1 的一条")
    )
    condition = models.CharField(_("立案条件"), max_length=300, help_text=_("例如 道路上有成堆垃圾未清运"))
    closing_condition = models.CharField(_("结案条件"), max_length=300, help_text=_("例如 垃圾清运完毕，地面干净"))
    responsible = models.ForeignKey(
        "organizations.Organization",
        verbose_name=_("处置单位"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
        help_text=_("由属地街道处置的留空"),
    )
    competent = models.ForeignKey(
        "organizations.Organization",
        verbose_name=_("主管部门"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
    )
    version = models.PositiveSmallIntegerField(_("版本"), default=1, help_text=_("修订一次加 1"))
    note = models.CharField(_("备注"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("立案标准")
        ordering = ("category_id", "place", "valid_from", "id")
        constraints = [
            models.CheckConstraint(condition=models.Q(limit_value__gt=0), name="standard_has_a_positive_limit"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="standard_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["category", "urgency", "flow", "place", "valid_from"],
                nulls_distinct=False,
                name="a_standard_takes_one_place_from_one_day",
            ),
        ]

    def __str__(self) -> str:
        return self.condition


class ClockLimit(LimitRow):
    """The limit of a shorter clock: dispatch, sign, contact, the answer to a supervision order."""

    same_ground: ClassVar[tuple[str, ...]] = ("clock_kind", "urgency", "flow")

    clock_kind = models.CharField(_("时钟"), max_length=12, choices=ClockKind)
    note = models.CharField(_("备注"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("环节时限")
        ordering = ("clock_kind", "flow", "urgency", "valid_from", "id")
        constraints = [
            models.CheckConstraint(condition=models.Q(limit_value__gt=0), name="clock_has_a_positive_limit"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="clock_limit_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~models.Q(clock_kind=ClockKind.HANDLE.value), name="handling_time_stands_in_the_standards"
            ),
            models.UniqueConstraint(
                fields=["clock_kind", "urgency", "flow", "valid_from"], name="a_clock_gets_one_limit_from_one_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_kind_display()} {self.limit}"
