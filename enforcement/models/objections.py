"""异议: a department says it is not its duty."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enforcement.models.summonses import Summons
from organizations.models import Organization


class Objection(models.Model):
    """Once for each summons: the street decides, then on appeal the district. The clocks run on meanwhile."""

    class State(models.TextChoices):
        OPEN = "open", _("待街道决定")
        UPHELD = "upheld", _("街道采纳")
        REJECTED = "rejected", _("街道不采纳")
        APPEALED = "appealed", _("待区裁定")
        UPHELD_BY_DISTRICT = "upheld_by_district", _("区裁定成立")
        REJECTED_BY_DISTRICT = "rejected_by_district", _("区裁定不成立")

    summons = models.OneToOneField(Summons, verbose_name=_("哨单"), related_name="objection", on_delete=models.PROTECT)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.OPEN)
    reason = models.CharField(_("理由"), max_length=500)
    basis = models.CharField(_("依据"), max_length=300)
    proposed = models.ForeignKey(
        Organization,
        verbose_name=_("建议单位"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
    )
    made_at = models.DateTimeField(_("提出时间"))
    made_by_label = models.CharField(_("提出人"), max_length=80)
    decided_at = models.DateTimeField(_("街道决定时间"), null=True)
    decided_by_label = models.CharField(_("街道决定人"), max_length=80, blank=True)
    decision = models.CharField(_("街道意见"), max_length=500, blank=True)
    appealed_at = models.DateTimeField(_("申请裁定时间"), null=True)
    appeal_reason = models.CharField(_("申请裁定理由"), max_length=500, blank=True)
    settled_at = models.DateTimeField(_("区裁定时间"), null=True)
    settled_by_label = models.CharField(_("区裁定人"), max_length=80, blank=True)
    settlement = models.CharField(_("区裁定意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("异议")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="decided_objection_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "upheld", "rejected"], appealed_at=None)
                | Q(state__in=["appealed", "upheld_by_district", "rejected_by_district"], appealed_at__isnull=False),
                name="appealed_objection_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["upheld_by_district", "rejected_by_district"], settled_at__isnull=False)
                | (~Q(state__in=["upheld_by_district", "rejected_by_district"]) & Q(settled_at=None)),
                name="settled_objection_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:50]
