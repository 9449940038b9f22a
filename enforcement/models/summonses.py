"""部门收到的哨: one department's duty to answer a whistle."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enforcement.models.whistles import Whistle
from enforcement.states import OWING, SummonsState
from organizations.models import Organization
from organizations.secrets import EncryptedTextField


class Result(models.TextChoices):
    SOLVED = "solved", _("已解决")
    PARTLY = "partly", _("部分解决")
    UNSOLVED = "unsolved", _("未解决")


class Summons(models.Model):
    """哨单: which department is called, for which of its duties; when it signed, came, and was done."""

    whistle_id: int
    department_id: int
    whistle = models.ForeignKey(
        Whistle, verbose_name=_("哨"), related_name="summonses", on_delete=models.PROTECT, db_index=False
    )
    number = models.CharField(_("哨单号"), max_length=28, unique=True)
    department = models.ForeignKey(
        Organization, verbose_name=_("部门"), related_name="+", on_delete=models.PROTECT, db_index=False
    )
    duty = models.CharField(_("职责"), max_length=200, help_text=_("因哪项职责被吹哨"))
    state = models.CharField(_("状态"), max_length=12, choices=SummonsState, default=SummonsState.NOTIFIED)
    version = models.PositiveIntegerField(_("版本"), default=1)
    is_supervised = models.BooleanField(_("区督办"), default=False)
    left_early = models.BooleanField(_("擅自离场"), default=False)

    officer_name = models.CharField(_("到场负责人"), max_length=40, blank=True)
    officer_post = models.CharField(_("职务"), max_length=40, blank=True)
    officer_phone = EncryptedTextField(_("联系电话"), blank=True)
    eta = models.DateTimeField(_("预计到场"), null=True)

    notified_at = models.DateTimeField(_("通知时间"))
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    contacted_at = models.DateTimeField(_("联系时间"), null=True)
    checked_in_at = models.DateTimeField(_("报到时间"), null=True, help_text=_("经认定的时间；待街道确认时为空"))
    refused_at = models.DateTimeField(_("拒绝时间"), null=True)
    refusal_reason = models.CharField(_("拒绝理由"), max_length=300, blank=True)
    reported_at = models.DateTimeField(_("反馈时间"), null=True)
    result = models.CharField(_("处置结果"), max_length=8, choices=Result, blank=True)
    report = models.CharField(_("反馈"), max_length=2000, blank=True)
    excused_at = models.DateTimeField(_("异议成立时间"), null=True)
    stood_down_at = models.DateTimeField(_("解除时间"), null=True)
    stand_down_reason = models.CharField(_("解除理由"), max_length=300, blank=True)
    rated_at = models.DateTimeField(_("评价时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("哨单")
        ordering = ("id",)
        constraints = [
            # Its index also answers who is called by a whistle.
            models.UniqueConstraint(fields=["whistle", "department"], name="department_is_called_once_by_a_whistle"),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "checked_in", "working", "reported"]) | Q(signed_at__isnull=False),
                name="signed_summons_says_when",
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None, result="") | (Q(reported_at__isnull=False) & ~Q(result="")),
                name="reported_summons_has_its_result",
            ),
            models.CheckConstraint(
                condition=~Q(state="reported") | Q(reported_at__isnull=False), name="reported_summons_says_when"
            ),
            models.CheckConstraint(
                condition=Q(state="rated", rated_at__isnull=False) | (~Q(state="rated") & Q(rated_at=None)),
                name="rated_summons_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="excused", excused_at__isnull=False) | (~Q(state="excused") & Q(excused_at=None)),
                name="excused_summons_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="stood_down") | Q(stood_down_at__isnull=False), name="stood_down_summons_says_when"
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None, refusal_reason="") | (Q(refused_at__isnull=False) & ~Q(refusal_reason="")),
                name="refusal_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(signed_at__gte=F("notified_at")),
                name="summons_is_not_signed_before_it_came",
            ),
        ]
        indexes = [
            # A department's open summonses, newest first.
            models.Index(
                fields=["department", "state", "-notified_at", "-id"],
                condition=Q(state__in=sorted(OWING)),
                name="open_summons_by_department",
            ),
            # A department's whole list, keyset over (notified_at, id).
            models.Index(fields=["department", "-notified_at", "-id"], name="summons_by_department"),
            # The centre's whole list of summonses.
            models.Index(fields=["-notified_at", "-id"], name="summons_by_time"),
        ]

    def __str__(self) -> str:
        return self.number
