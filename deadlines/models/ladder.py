"""The escalation ladder: dated configuration rows."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deadlines.ladder import Rung
from deadlines.limits import STATUTORY, Limit, LimitKind
from deadlines.recipients import Recipient
from deadlines.rung_actions import RungAction
from organizations.models import Organization

# An offset is counted on from due like any other time; a statutory end is no such thing.
OFFSET_KINDS = [(k.value, k.label) for k in LimitKind if k not in STATUTORY]


class LadderRung(models.Model):
    """One step of the ladder of a kind of clock; the most specific set of rungs wins as a whole."""

    class Offset(models.TextChoices):
        SHARE_OF_BUDGET = "share_of_budget", _("用去时限的份额")
        AFTER_DUE = "after_due", _("到期之后")

    clock_kind = models.CharField(_("时钟"), max_length=20, help_text=_("例如 handle 办理、sign 签收"))
    urgency = models.CharField(_("紧急程度"), max_length=16, blank=True, help_text=_("空表示不限"))
    organization_kind = models.CharField(
        _("承办单位类别"), max_length=20, blank=True, choices=Organization.Kind, help_text=_("空表示不限")
    )
    number = models.PositiveSmallIntegerField(_("级次"), help_text=_("从 1 起，按发生先后"))
    offset_kind = models.CharField(_("起算方式"), max_length=16, choices=Offset)
    share = models.DecimalField(_("份额"), max_digits=4, decimal_places=3, null=True, blank=True, help_text="0.8")
    after_kind = models.CharField(_("到期后计时方式"), max_length=16, blank=True, choices=OFFSET_KINDS)
    after_n = models.DecimalField(_("到期后数量"), max_digits=9, decimal_places=4, null=True, blank=True)
    action = models.CharField(_("动作"), max_length=20, choices=RungAction)
    recipients = ArrayField(
        models.CharField(max_length=16, choices=Recipient),
        verbose_name=_("通知谁"),
        default=list,
        blank=True,
        help_text=_("不选则按动作的惯例：提醒、超期通知承办单位，报上级再加上级，督办和报区领导再加区督办、区领导"),
    )
    name = models.CharField(_("名称"), max_length=40)
    valid_from = models.DateField(_("生效日"), help_text=_("按时钟开始之日判断"))
    valid_to = models.DateField(_("失效日"), null=True, blank=True, help_text=_("含当日；空表示一直有效"))

    class Meta:
        verbose_name = verbose_name_plural = _("升级阶梯")
        ordering = ("clock_kind", "urgency", "organization_kind", "valid_from", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["clock_kind", "urgency", "organization_kind", "number", "valid_from"],
                name="ladder_has_a_rung_once",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="ladder_rungs_count_from_one"),
            models.CheckConstraint(
                condition=Q(offset_kind="share_of_budget", after_kind="", after_n=None)
                & Q(share__isnull=False, share__gt=0, share__lte=1)
                | (
                    Q(offset_kind="after_due", share=None, after_n__isnull=False, after_n__gte=0)
                    & Q(after_kind__in=[kind for kind, _label in OFFSET_KINDS])
                ),
                name="ladder_rung_has_one_offset",
                violation_error_message=_("填份额（0 到 1），或填到期后的计时方式和数量，二者只填其一。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="ladder_rung_is_valid_forward",
            ),
            models.CheckConstraint(
                condition=Q(recipients__contained_by=list(Recipient.values)), name="ladder_rung_tells_known_recipients"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock_kind} {self.number} {self.name}"

    def clean(self) -> None:
        """Overdue is what lies behind due; a rung stands once in a set on any day."""
        if self.action == RungAction.OVERDUE and self.after_n is None:
            raise ValidationError({"offset_kind": _("“超期”只能从到期之后起算，到期之前不能说超期。")})
        last = self.valid_to or date.max
        others = LadderRung.objects.exclude(pk=self.pk).filter(
            Q(valid_to=None) | Q(valid_to__gte=self.valid_from),
            clock_kind=self.clock_kind,
            urgency=self.urgency,
            organization_kind=self.organization_kind,
            number=self.number,
            valid_from__lte=last,
        )
        if self.number and (other := others.first()):
            message = _("同一阶梯的第 %(n)s 级在这段日期里已有一条（自 %(since)s），请先填它的失效日。")
            raise ValidationError({"valid_from": message % {"n": self.number, "since": other.valid_from}})

    def as_rung(self) -> Rung:
        """The row as the plain value that the rules take."""
        return Rung(
            clock_kind=self.clock_kind,
            number=self.number,
            action=RungAction(self.action),
            name=self.name,
            share=self.share,
            after_due=None if self.after_n is None else Limit(LimitKind(self.after_kind), self.after_n),
            urgency=self.urgency,
            organization_kind=self.organization_kind,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            recipients=tuple(Recipient(name) for name in self.recipients),
        )
