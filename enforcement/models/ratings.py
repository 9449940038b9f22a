"""双考核: the street rates every department it called, item by item; departments rate the whistle."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enforcement.models.configuration import RatingItem
from enforcement.models.summonses import Summons
from enforcement.models.whistles import Whistle
from organizations.models import Organization


class Rating(models.Model):
    """The street's judgement of one summons; a veto (一票否决) takes all points, and says why."""

    summons = models.OneToOneField(Summons, verbose_name=_("哨单"), related_name="rating", on_delete=models.PROTECT)
    total = models.PositiveSmallIntegerField(_("得分"))
    out_of = models.PositiveSmallIntegerField(_("满分"))
    is_vetoed = models.BooleanField(_("一票否决"), default=False)
    veto_reason = models.CharField(_("否决理由"), max_length=300, blank=True)
    remark = models.CharField(_("评语"), max_length=500, blank=True)
    rated_at = models.DateTimeField(_("评价时间"))
    rated_by_label = models.CharField(_("评价人"), max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("街道评价")
        constraints = [
            models.CheckConstraint(condition=Q(total__lte=F("out_of")), name="rating_is_within_its_points"),
            models.CheckConstraint(
                condition=Q(is_vetoed=False, veto_reason="") | (Q(is_vetoed=True, total=0) & ~Q(veto_reason="")),
                name="veto_takes_all_points_and_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.total}/{self.out_of}"


class RatingMark(models.Model):
    """The points of one item, given by the facts or by the street."""

    rating = models.ForeignKey(Rating, verbose_name=_("评价"), related_name="marks", on_delete=models.PROTECT)
    item = models.ForeignKey(RatingItem, verbose_name=_("评价项"), related_name="+", on_delete=models.PROTECT)
    points = models.PositiveSmallIntegerField(_("得分"))
    is_by_facts = models.BooleanField(_("按事实计分"))

    class Meta:
        verbose_name = verbose_name_plural = _("评价得分")
        ordering = ("item__place", "id")
        constraints = [models.UniqueConstraint(fields=["rating", "item"], name="item_is_marked_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.points}"


_LOWEST, _HIGHEST = 1, 5
_STARS = [MinValueValidator(_LOWEST), MaxValueValidator(_HIGHEST)]


class Feedback(models.Model):
    """A department's judgement of the whistle: was it needed, was it told enough, was it led well; 1 to 5 each."""

    whistle = models.ForeignKey(
        Whistle, verbose_name=_("哨"), related_name="feedbacks", on_delete=models.PROTECT, db_index=False
    )
    department = models.ForeignKey(Organization, verbose_name=_("部门"), related_name="+", on_delete=models.PROTECT)
    necessity = models.PositiveSmallIntegerField(_("必要性"), validators=_STARS)
    information = models.PositiveSmallIntegerField(_("信息完整"), validators=_STARS)
    coordination = models.PositiveSmallIntegerField(_("统筹协调"), validators=_STARS)
    remark = models.CharField(_("意见"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"))
    by_label = models.CharField(_("评价人"), max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("部门评价")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["whistle", "department"], name="department_rates_a_whistle_once"),
            models.CheckConstraint(
                condition=Q(necessity__range=(_LOWEST, _HIGHEST))
                & Q(information__range=(_LOWEST, _HIGHEST))
                & Q(coordination__range=(_LOWEST, _HIGHEST)),
                name="feedback_gives_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.necessity}/{self.information}/{self.coordination}"
