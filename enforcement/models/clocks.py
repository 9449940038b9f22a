"""The clocks of a summons and the rungs they fired."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deadlines.models import Clock, ClockHolding, ClockPause, ClockStretch, Escalation
from enforcement.models.summonses import Summons


class SummonsClockKind(models.TextChoices):
    """Named apart from the clocks of a case: each has a ladder of its own."""

    SIGN = "summons_sign", _("应哨签收")
    CONTACT = "summons_contact", _("应哨联系")
    ARRIVE = "summons_arrive", _("应哨报到")
    FINISH = "summons_finish", _("应哨办结")
    APPEAL = "summons_appeal", _("应哨异议裁定")

    @property
    def word(self) -> str:
        """As the REST contract calls it: sign, contact, arrive, finish, appeal."""
        return self.name.lower()


# What a summons starts with; the appeal's runs for the district alone.
OF_DEPARTMENT = (SummonsClockKind.SIGN, SummonsClockKind.CONTACT, SummonsClockKind.ARRIVE, SummonsClockKind.FINISH)


class SummonsClock(Clock):
    """One time limit of one summons; its `urgency` is the kind of the whistle."""

    subject_field: ClassVar[str] = "summons"
    summons_id: int
    summons = models.ForeignKey(Summons, verbose_name=_("哨单"), related_name="clocks", on_delete=models.PROTECT)

    @property
    def kind_name(self) -> str:
        return str(SummonsClockKind(self.kind).label)

    class Meta(Clock.Meta):
        verbose_name = verbose_name_plural = _("哨单时钟")
        constraints = [
            *Clock.Meta.constraints,
            models.UniqueConstraint(
                fields=["summons", "kind"],
                condition=models.Q(state__in=["running", "paused"]),
                name="summons_has_one_live_clock_of_a_kind",
            ),
        ]


class SummonsClockPause(ClockPause):
    clock = models.ForeignKey(SummonsClock, verbose_name=_("时钟"), related_name="pauses", on_delete=models.PROTECT)

    class Meta(ClockPause.Meta):
        verbose_name = verbose_name_plural = _("哨单时钟暂停")


class SummonsClockHolding(ClockHolding):
    clock = models.ForeignKey(SummonsClock, verbose_name=_("时钟"), related_name="holdings", on_delete=models.PROTECT)

    class Meta(ClockHolding.Meta):
        verbose_name = verbose_name_plural = _("哨单时钟承办段")


class SummonsClockStretch(ClockStretch):
    clock = models.ForeignKey(SummonsClock, verbose_name=_("时钟"), related_name="stretches", on_delete=models.PROTECT)

    class Meta(ClockStretch.Meta):
        verbose_name = verbose_name_plural = _("哨单时钟变更")


class SummonsEscalation(Escalation):
    clock = models.ForeignKey(
        SummonsClock, verbose_name=_("时钟"), related_name="escalations", on_delete=models.PROTECT
    )

    class Meta(Escalation.Meta):
        verbose_name = verbose_name_plural = _("哨单升级")
