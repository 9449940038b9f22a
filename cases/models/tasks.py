"""案件任务: what somebody else than the lead does for a case, and the inspector's errands on the spot."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.clocks import CaseClock
from organizations.models import Organization


class CaseTask(models.Model):
    """One task: handed on inside the street (assigned), asked of another unit (assisting), or an inspector's errand
    before filing (verification) or before closing (check). The lead stays responsible for the case."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("交办")
        ASSISTING = "assisting", _("协办")
        VERIFICATION = "verification", _("核实")
        CHECK = "check", _("核查")

    class State(models.TextChoices):
        OPEN = "open", _("待办")
        DONE = "done", _("已完成")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Outcome(models.TextChoices):
        """What came of it: of a task whether it was done, of an errand what was found on the spot."""

        DONE = "done", _("已办理")
        NOT_DONE = "not_done", _("未能办理")
        TRUE = "true", _("属实")
        UNTRUE = "untrue", _("不属实")
        PASSED = "passed", _("核查通过")
        FAILED = "failed", _("核查不通过")

    HANDED_ON: ClassVar[frozenset[str]] = frozenset({Kind.ASSIGNED, Kind.ASSISTING})
    INSPECTIONS: ClassVar[frozenset[str]] = frozenset({Kind.VERIFICATION, Kind.CHECK})

    case = models.ForeignKey(Case, verbose_name=_("案件"), related_name="tasks", on_delete=models.PROTECT)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    organization = models.ForeignKey(
        Organization, verbose_name=_("承接单位"), related_name="+", on_delete=models.PROTECT
    )
    person_key = models.CharField(
        _("承接人标识"), max_length=40, blank=True, help_text=_("账号标识，例如 user:7；不指定个人留空")
    )
    person_label = models.CharField(_("班组或承接人"), max_length=80, blank=True)
    words = models.CharField(_("任务"), max_length=300)
    clock = models.OneToOneField(
        CaseClock, verbose_name=_("时钟"), null=True, related_name="task", on_delete=models.PROTECT
    )
    issued_at = models.DateTimeField(_("下达时间"))
    issued_by_label = models.CharField(_("下达人"), max_length=80)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome, blank=True)
    result = models.CharField(_("办理情况"), max_length=1000, blank=True)
    ended_at = models.DateTimeField(_("完成时间"), null=True)
    ended_by_label = models.CharField(_("完成人"), max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("案件任务")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state="open", kind__in=["verification", "check"]),
                name="case_has_one_open_errand_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "organization", "person_label"],
                condition=Q(state="open", kind__in=["assigned", "assisting"]),
                name="nobody_has_the_same_task_twice",
            ),
            models.CheckConstraint(
                condition=Q(state="open", outcome="", ended_at=None)
                | Q(state="done", ended_at__isnull=False) & ~Q(outcome="")
                | Q(state="withdrawn", outcome="", ended_at__isnull=False),
                name="task_says_how_it_ended",
            ),
        ]
        indexes = [
            # A unit's and a community's own list of open tasks.
            models.Index(
                fields=["organization", "kind", "issued_at", "id"], condition=Q(state="open"), name="open_task_by_unit"
            ),
            # An inspector's errands, and the cases an inspector may see.
            models.Index(
                fields=["person_key", "state", "issued_at", "id"], condition=~Q(person_key=""), name="task_by_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.words}"

    @property
    def bearer(self) -> str:
        """Who has it, in words: the unit, and the team or person in it where one is named."""
        return f"{self.organization} {self.person_label}".rstrip()
