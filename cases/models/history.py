"""What happened to a case, appended and never edited; who has a part in it; why it went where it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from organizations.models import Organization


class CaseEvent(models.Model):
    """One line of the course, in the words of the trade. The database refuses to change or delete it."""

    case = models.ForeignKey(Case, verbose_name=_("案件"), related_name="events", on_delete=models.PROTECT)
    kind = models.CharField(_("事件"), max_length=24)
    at = models.DateTimeField(_("时间"))
    actor_key = models.CharField(_("操作者标识"), max_length=40)
    actor_label = models.CharField(_("操作者"), max_length=80)
    text = models.CharField(_("经过"), max_length=500)
    data = models.JSONField(_("数据"), default=dict)
    version = models.PositiveIntegerField(_("案件版本"))

    class Meta:
        verbose_name = verbose_name_plural = _("案件经过")
        ordering = ("id",)
        # The course of one case comes through the foreign key's own index.

    def __str__(self) -> str:
        return self.text


class CaseParty(models.Model):
    """An organization's part in a case; visibility reads these rows."""

    class Part(models.TextChoices):
        LEAD = "lead", _("主办")
        ASSISTING = "assisting", _("协办")
        ASSIGNED = "assigned", _("承办")
        SUPERVISING = "supervising", _("督办")

    case = models.ForeignKey(Case, verbose_name=_("案件"), related_name="parties", on_delete=models.CASCADE)
    organization = models.ForeignKey(Organization, verbose_name=_("组织"), related_name="+", on_delete=models.PROTECT)
    part = models.CharField(_("角色"), max_length=12, choices=Part)

    class Meta:
        verbose_name = verbose_name_plural = _("参与单位")
        constraints = [
            models.UniqueConstraint(fields=["organization", "case", "part"], name="organization_has_a_part_once"),
            models.UniqueConstraint(fields=["case"], condition=models.Q(part="lead"), name="case_has_one_lead"),
        ]
        indexes = [
            # What else an organization sees than the cases it leads, which are found by the case's own column. How many
            # these are is told to the planner by `party_organization_and_part` (statistics, migration 0016).
            models.Index(fields=["organization", "case"], condition=~models.Q(part="lead"), name="party_beside_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.organization_id}"


class DispatchDecision(models.Model):
    """Why a case went where it went: the deciding rule, the runner-up and the reason in one sentence."""

    class Mode(models.TextChoices):
        CATALOGUE = "catalogue", _("派单目录")
        TERRITORIAL = "territorial", _("属地兜底")
        BY_HAND = "by_hand", _("人工派遣")

    case = models.ForeignKey(Case, verbose_name=_("案件"), related_name="decisions", on_delete=models.CASCADE)
    at = models.DateTimeField(_("时间"))
    mode = models.CharField(_("方式"), max_length=12, choices=Mode)
    target = models.ForeignKey(Organization, verbose_name=_("派往"), related_name="+", on_delete=models.PROTECT)
    rule = models.ForeignKey(
        "cases.CatalogueRule", verbose_name=_("决定规则"), null=True, related_name="+", on_delete=models.PROTECT
    )
    runner_up = models.ForeignKey(
        "cases.CatalogueRule", verbose_name=_("次选规则"), null=True, related_name="+", on_delete=models.PROTECT
    )
    reason = models.CharField(_("理由"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("派遣决定")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(mode="catalogue") | models.Q(rule__isnull=False),
                name="decision_by_catalogue_names_its_rule",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
