"""The clocks of a case and the rungs they fired."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from deadlines.models import Clock, ClockHolding, ClockPause, ClockStretch, Escalation


class ClockKind(models.TextChoices):
    DISPATCH = "dispatch", _("派遣")
    SIGN = "sign", _("签收")
    CONTACT = "contact", _("联系诉求人")
    HANDLE = "handle", _("办理")
    SUPERVISE = "supervise", _("督办答复")
    DECIDE = "decide", _("审批")
    ASSIGN = "assign", _("交办")
    ASSIST = "assist", _("协办")
    VERIFY = "verify", _("核实")
    CHECK = "check", _("核查")
    CALLBACK = "callback", _("回访")


class CaseClock(Clock):
    """One time limit of one case; `handle` is the citizen's, the others belong to whoever must act next."""

    subject_field: ClassVar[str] = "case"
    case = models.ForeignKey(Case, verbose_name=_("案件"), related_name="clocks", on_delete=models.PROTECT)

    @property
    def kind_name(self) -> str:
        return str(ClockKind(self.kind).label)

    class Meta(Clock.Meta):
        verbose_name = verbose_name_plural = _("案件时钟")
        indexes = [
            *Clock.Meta.indexes,
            # The rate of punctuality: the citizens' clocks judged in a period.
            models.Index(
                fields=["stopped_at", "id"],
                condition=models.Q(kind="handle", state__in=["met", "missed"]),
                name="handle_clock_by_judgement",
            ),
        ]
        constraints = [
            *Clock.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(state__in=["running", "paused"]) & ~models.Q(kind__in=["assign", "assist"]),
                name="case_has_one_live_clock_of_a_kind",
            ),
        ]


class CaseClockPause(ClockPause):
    clock = models.ForeignKey(CaseClock, verbose_name=_("时钟"), related_name="pauses", on_delete=models.PROTECT)

    class Meta(ClockPause.Meta):
        verbose_name = verbose_name_plural = _("案件时钟暂停")


class CaseClockHolding(ClockHolding):
    clock = models.ForeignKey(CaseClock, verbose_name=_("时钟"), related_name="holdings", on_delete=models.PROTECT)

    class Meta(ClockHolding.Meta):
        verbose_name = verbose_name_plural = _("案件时钟承办段")


class CaseClockStretch(ClockStretch):
    clock = models.ForeignKey(CaseClock, verbose_name=_("时钟"), related_name="stretches", on_delete=models.PROTECT)

    class Meta(ClockStretch.Meta):
        verbose_name = verbose_name_plural = _("案件时钟变更")


class CaseEscalation(Escalation):
    clock = models.ForeignKey(CaseClock, verbose_name=_("时钟"), related_name="escalations", on_delete=models.PROTECT)

    class Meta(Escalation.Meta):
        verbose_name = verbose_name_plural = _("案件升级")
