"""得分: what a run gave each subject, item by item, raw and adjusted. Written once, as the run itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.adjustments import Adjustment
from assessment.models.runs import Run, RunItem
from assessment.models.subjects import Subject


class Score(models.Model):
    """`raw_total` is without exclusions on request and without adjustments; `total` with both. Empty: nothing to do in
    the period, no score and no rank."""

    run_id: int
    subject_id: int
    run = models.ForeignKey(
        Run, verbose_name=_("计算"), related_name="scores", on_delete=models.PROTECT, db_index=False
    )
    subject = models.ForeignKey(Subject, verbose_name=_("考核对象"), related_name="scores", on_delete=models.PROTECT)
    subject_name = models.CharField(_("当时名称"), max_length=60)
    group = models.CharField(_("分组"), max_length=40, blank=True)
    raw_total = models.DecimalField(_("原始得分"), max_digits=7, decimal_places=2, null=True)
    base_total = models.DecimalField(
        _("剔除后得分"), max_digits=7, decimal_places=2, null=True, help_text=_("加减分之前")
    )
    total = models.DecimalField(_("得分"), max_digits=7, decimal_places=2, null=True)
    is_vetoed = models.BooleanField(_("一票否决"), default=False)
    rank = models.PositiveSmallIntegerField(_("组内名次"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("考核得分")
        ordering = ("run", "group", "rank", "subject__key")
        constraints = [
            # Its index also lists a run's scores.
            models.UniqueConstraint(fields=["run", "subject"], name="run_scores_a_subject_once"),
            models.CheckConstraint(
                condition=models.Q(total=None, rank=None) | models.Q(total__isnull=False, rank__isnull=False),
                name="whoever_has_a_score_has_a_rank",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_name} {self.total if self.total is not None else '—'}"


class ScoreItem(models.Model):
    """One figure of one subject: sums, figure and points, before and after exclusions on request. A figure is empty
    where nothing was counted; points are empty where the item then does not count."""

    score = models.ForeignKey(
        Score, verbose_name=_("得分"), related_name="items", on_delete=models.PROTECT, db_index=False
    )
    run_item_id: int
    run_item = models.ForeignKey(RunItem, verbose_name=_("计算项目"), related_name="+", on_delete=models.PROTECT)
    raw_numerator = models.DecimalField(_("原始分子"), max_digits=18, decimal_places=4)
    raw_denominator = models.DecimalField(_("原始分母"), max_digits=18, decimal_places=4)
    raw_figure = models.DecimalField(_("原始值"), max_digits=18, decimal_places=4, null=True)
    raw_points = models.DecimalField(_("原始得分"), max_digits=10, decimal_places=4, null=True)
    numerator = models.DecimalField(_("分子"), max_digits=18, decimal_places=4)
    denominator = models.DecimalField(_("分母"), max_digits=18, decimal_places=4)
    figure = models.DecimalField(_("值"), max_digits=18, decimal_places=4, null=True)
    points = models.DecimalField(_("得分"), max_digits=10, decimal_places=4, null=True)
    excluded_count = models.PositiveIntegerField(_("剔除件数"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("单项得分")
        ordering = ("score", "run_item__place", "id")
        constraints = [models.UniqueConstraint(fields=["score", "run_item"], name="score_has_an_item_once")]

    def __str__(self) -> str:
        return f"{self.run_item_id} {self.figure if self.figure is not None else '—'}"


class ScoreAdjustment(models.Model):
    """An adjustment that this score took in."""

    score = models.ForeignKey(
        Score, verbose_name=_("得分"), related_name="adjustments", on_delete=models.PROTECT, db_index=False
    )
    adjustment = models.ForeignKey(Adjustment, verbose_name=_("加减分"), related_name="+", on_delete=models.PROTECT)
    points = models.DecimalField(_("分值"), max_digits=6, decimal_places=2)
    is_veto = models.BooleanField(_("一票否决"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("计入的加减分")
        ordering = ("score", "adjustment")
        constraints = [models.UniqueConstraint(fields=["score", "adjustment"], name="score_takes_an_adjustment_once")]

    def __str__(self) -> str:
        return str(self.points)
