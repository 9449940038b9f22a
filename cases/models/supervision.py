"""督办: somebody above the unit wants to know why, and by when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.clocks import CaseClock, CaseEscalation
from organizations.models import Organization


class SupervisionOrder(models.Model):
    """督办单. Issued by the ladder or by hand; its reply clock is a clock of the case like any other.

    By when to answer stands in the clock alone; without a limit for it in force there is no clock.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待答复")
        REPLIED = "replied", _("已答复")
        CLOSED = "closed", _("随案办结")

    case = models.ForeignKey(Case, verbose_name=_("案件"), related_name="supervisions", on_delete=models.PROTECT)
    number = models.CharField(_("督办单号"), max_length=32, unique=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)
    holder = models.ForeignKey(Organization, verbose_name=_("答复单位"), related_name="+", on_delete=models.PROTECT)
    reason = models.CharField(_("督办事由"), max_length=300)
    escalation = models.OneToOneField(
        CaseEscalation,
        verbose_name=_("由哪一级升级"),
        null=True,
        related_name="supervision",
        on_delete=models.PROTECT,
        help_text=_("人工督办为空"),
    )
    clock = models.OneToOneField(
        CaseClock, verbose_name=_("答复时钟"), null=True, related_name="supervision", on_delete=models.PROTECT
    )
    issued_at = models.DateTimeField(_("发出时间"))
    issued_by_key = models.CharField(_("发出者标识"), max_length=40)
    issued_by_label = models.CharField(_("发出者"), max_length=80)
    answer = models.CharField(_("答复"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by_label = models.CharField(_("答复人"), max_length=80, blank=True)
    closed_at = models.DateTimeField(_("了结时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("督办单")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="case_has_one_open_supervision"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, closed_at=None)
                | Q(state="replied", answered_at__isnull=False, closed_at=None)
                | Q(state="closed", closed_at__isnull=False),
                name="supervision_says_when_it_was_answered_or_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.number
