"""申请: what the lead asks for and the centre decides: to give the case back, more time, or to shelve it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.clocks import CaseClock
from cases.models.history import DispatchDecision
from organizations.models import Organization


class CaseApplication(models.Model):
    """退单、延期、挂账 as an application with its reason and its decision; one at a time waits on a case."""

    class Kind(models.TextChoices):
        RETURN = "return", _("退单")
        EXTENSION = "extension", _("延期")
        SHELVING = "shelving", _("挂账")

    class State(models.TextChoices):
        OPEN = "open", _("待审")
        APPROVED = "approved", _("同意")
        REFUSED = "refused", _("不同意")
        WITHDRAWN = "withdrawn", _("未审即终止")

    case = models.ForeignKey(Case, verbose_name=_("案件"), related_name="applications", on_delete=models.PROTECT)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    organization = models.ForeignKey(
        Organization, verbose_name=_("申请单位"), related_name="+", on_delete=models.PROTECT
    )
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by_label = models.CharField(_("申请人"), max_length=80)
    reason = models.CharField(_("理由"), max_length=500)
    basis = models.CharField(_("依据"), max_length=300, blank=True, help_text=_("退单：职责或管辖的依据"))
    proposed = models.ForeignKey(
        Organization, verbose_name=_("建议单位"), null=True, related_name="+", on_delete=models.PROTECT
    )
    # The dispatch that is objected to: return rates of catalogue rules are counted from it.
    decision = models.ForeignKey(
        DispatchDecision, verbose_name=_("针对的派遣"), null=True, related_name="+", on_delete=models.SET_NULL
    )
    came_from = models.CharField(_("申请时状态"), max_length=20, help_text=_("不同意退单时回到这一状态"))
    plan = models.CharField(_("计划"), max_length=500, blank=True, help_text=_("挂账：解决的步骤和条件"))
    units = models.DecimalField(
        _("延长"),
        max_digits=9,
        decimal_places=4,
        null=True,
        help_text=_("延期：按原计时方式延长多少"),
    )
    until = models.DateTimeField(_("至"), null=True, help_text=_("延期：新的应办结时间；挂账：到期自动恢复"))
    is_requester_told = models.BooleanField(_("已告知诉求人"), default=False)
    clock = models.OneToOneField(
        CaseClock, verbose_name=_("审批时钟"), null=True, related_name="application", on_delete=models.PROTECT
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    decided_by_label = models.CharField(_("审批人"), max_length=80, blank=True)
    opinion = models.CharField(_("审批意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("案件申请")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="case_has_one_open_application"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="application_says_when_it_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(kind="return") | Q(until__isnull=False), name="more_time_says_until_when"
            ),
        ]
        indexes = [
            # What waits for the centre, oldest first.
            models.Index(fields=["asked_at", "id"], condition=Q(state="open"), name="open_application_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_id}"
