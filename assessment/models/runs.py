"""一次计算, frozen: what was asked, by which formulas, and every fact that was counted. Written once: the database
refuses to change or delete these rows, and to add to a run that is sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.indicators import Matter, Side, Unit
from assessment.models.settlements import Settlement
from assessment.models.subjects import Subject
from assessment.rules.curves import Curve


class Run(models.Model):
    """One deterministic computation of a settlement. `revision` counts those whose figures differed; `digest` is
    taken over the sorted facts and everything the scores were made from, and is the same wherever it is made again."""

    settlement_id: int
    settlement = models.ForeignKey(Settlement, verbose_name=_("结算"), related_name="runs", on_delete=models.PROTECT)
    revision = models.PositiveSmallIntegerField(_("修订号"))
    computed_at = models.DateTimeField(_("计算时间"))
    computed_by_label = models.CharField(_("计算人"), max_length=80)
    inputs = models.JSONField(_("输入"), help_text=_("方案版本、起止时间、设置、分组"))
    facts_count = models.PositiveIntegerField(_("事实数"), default=0)
    scores_count = models.PositiveIntegerField(_("得分数"), default=0)
    digest = models.CharField(_("摘要"), max_length=64, blank=True)
    difference = models.JSONField(_("与上一修订的差别"), default=list, help_text=_("逐个对象：此前和此后的得分、名次"))
    is_sealed = models.BooleanField(_("已封存"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("考核计算")
        ordering = ("settlement", "-revision")
        constraints = [
            models.UniqueConstraint(fields=["settlement", "revision"], name="settlement_counts_its_revisions"),
            models.CheckConstraint(
                condition=models.Q(is_sealed=False, digest="") | models.Q(is_sealed=True) & ~models.Q(digest=""),
                name="sealed_run_has_its_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.settlement_id} r{self.revision}"


class RunItem(models.Model):
    """One item of the scheme as it was when the run was made; `formula` names the statements that counted it."""

    run_id: int
    run = models.ForeignKey(Run, verbose_name=_("计算"), related_name="items", on_delete=models.PROTECT)
    place = models.PositiveSmallIntegerField(_("顺序"))
    code = models.CharField(_("项目编号"), max_length=12)
    indicator = models.CharField(_("指标"), max_length=40)
    name = models.CharField(_("名称"), max_length=60)
    unit = models.CharField(_("单位"), max_length=8, choices=Unit)
    weight = models.DecimalField(_("权重"), max_digits=6, decimal_places=2)
    curve = models.CharField(_("曲线"), max_length=12, choices=Curve)
    curve_data = models.JSONField(_("曲线参数"))
    factor = models.PositiveSmallIntegerField(_("系数"))
    is_sum = models.BooleanField(_("只计总数"), default=False)
    needs_input = models.BooleanField(_("须录入"), default=False)
    formula = models.CharField(_("公式版本"), max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("计算项目")
        ordering = ("run", "place", "code")
        constraints = [models.UniqueConstraint(fields=["run", "indicator"], name="run_counts_an_indicator_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Fact(models.Model):
    """One thing that was counted for one subject. With `side` excluded it counts nowhere and `reason` says why; what
    was excluded on request keeps value and weight, by which the raw figure is told.

    Hundreds of thousands are made by one statement from the very rows they point at, so that their keys are not looked
    up one by one.
    """

    run_item_id: int
    subject_id: int
    run_item = models.ForeignKey(
        RunItem,
        verbose_name=_("计算项目"),
        related_name="facts",
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
    )
    subject = models.ForeignKey(
        Subject,
        verbose_name=_("考核对象"),
        related_name="+",
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
    )
    matter = models.CharField(_("事项类别"), max_length=8, choices=Matter)
    ref = models.BigIntegerField(_("事项标识"), help_text=_("案件、哨单、任务等的内部标识"))
    side = models.CharField(_("计入"), max_length=12, choices=Side)
    reason = models.CharField(_("剔除原因"), max_length=24, blank=True)
    value = models.DecimalField(_("分子值"), max_digits=14, decimal_places=4)
    weight = models.DecimalField(_("分母值"), max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = verbose_name_plural = _("考核事实")
        ordering = ("id",)
        constraints = [
            # Its index also serves a figure's evidence and the sums of a run.
            models.UniqueConstraint(
                fields=["run_item", "subject", "ref", "matter"], name="a_matter_counts_once_for_a_figure"
            ),
            models.CheckConstraint(
                condition=models.Q(side="excluded") & ~models.Q(reason="") | ~models.Q(side="excluded", reason=""),
                name="what_is_excluded_says_why",
            ),
        ]
        indexes = [
            # From a case or summons to every figure it went into.
            models.Index(fields=["ref"], name="fact_by_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.get_matter_display()} {self.ref}"
