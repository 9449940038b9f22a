"""考核期与结算: one period, and each scheme's way through it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.models.schemes import Scheme
from assessment.rules.periods import Days
from assessment.states import SettlementState


class Period(models.Model):
    """考核期, in days of Beijing; the same month has other days under another cut-off."""

    name = models.CharField(_("期"), max_length=8, help_text=_("例如 2026-10、2026-Q4、2026"))
    first_day = models.DateField(_("首日"))
    last_day = models.DateField(_("末日"), help_text=_("当日计入"))

    class Meta:
        verbose_name = verbose_name_plural = _("考核期")
        ordering = ("-last_day", "name")
        constraints = [
            models.UniqueConstraint(fields=["name", "first_day", "last_day"], name="period_is_known_once"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="period_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def days(self) -> Days:
        return Days(self.name, self.first_day, self.last_day)


class Settlement(models.Model):
    """结算: one scheme in one period, from collecting to the archive. Of its runs the last is in force."""

    scheme_id: int
    period_id: int
    scheme = models.ForeignKey(Scheme, verbose_name=_("方案"), related_name="settlements", on_delete=models.PROTECT)
    period = models.ForeignKey(Period, verbose_name=_("考核期"), related_name="settlements", on_delete=models.PROTECT)
    state = models.CharField(_("状态"), max_length=12, choices=SettlementState, default=SettlementState.COLLECTING)
    version = models.PositiveIntegerField(_("版本"), default=1)
    objections_from = models.DateTimeField(_("申诉自"), null=True)
    objections_until = models.DateTimeField(_("申诉至"), null=True)
    approved_at = models.DateTimeField(_("批准时间"), null=True)
    approved_by_label = models.CharField(_("批准人"), max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("考核结算")
        ordering = ("-period__last_day", "scheme__code")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "period"], name="scheme_settles_a_period_once"),
            models.CheckConstraint(
                condition=Q(objections_from=None, objections_until=None) | Q(objections_from__lt=F("objections_until")),
                name="objections_have_a_window",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published", "archived"]) | Q(approved_at__isnull=False),
                name="approved_settlement_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.period}"
