"""报到与现场: who came when and where, what was done there, who left."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enforcement.models.summonses import Summons


class CheckIn(models.Model):
    """报到. Both times are kept: when they say they came (`claimed_at`), when we heard of it (`received_at`).

    `accepted_at` is the one that counts; it stays empty while the street has to confirm a claim that lies too far back.
    """

    class Way(models.TextChoices):
        APP = "app", _("应用")
        QR = "qr", _("扫现场码")
        DESK = "desk", _("街道代报")

    summons = models.ForeignKey(Summons, verbose_name=_("哨单"), related_name="check_ins", on_delete=models.PROTECT)
    person_name = models.CharField(_("报到人"), max_length=40)
    person_post = models.CharField(_("职务"), max_length=40, blank=True)
    team_size = models.PositiveSmallIntegerField(_("到场人数"), default=1)
    way = models.CharField(_("方式"), max_length=4, choices=Way)
    claimed_at = models.DateTimeField(_("所报时间"))
    received_at = models.DateTimeField(_("收到时间"))
    accepted_at = models.DateTimeField(_("认定时间"), null=True)
    confirmed_by_label = models.CharField(_("确认人"), max_length=80, blank=True)
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    distance_metres = models.PositiveIntegerField(_("距现场（米）"), null=True)
    position_note = models.CharField(_("未定位原因"), max_length=60, blank=True, default="", db_default="")

    class Meta:
        verbose_name = verbose_name_plural = _("报到")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(claimed_at__lte=F("received_at")), name="nobody_arrives_in_the_future"),
            models.CheckConstraint(condition=Q(team_size__gte=1), name="somebody_checks_in"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(accepted_at__lte=F("received_at")),
                name="check_in_counts_at_latest_when_received",
            ),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__isnull=False, lat__isnull=False),
                name="check_in_point_has_both_coordinates",
            ),
            models.UniqueConstraint(
                fields=["summons"], condition=Q(accepted_at=None), name="one_check_in_waits_for_the_street"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name} {self.get_way_display()}"


class SiteRecord(models.Model):
    """现场记录: one entry of the time line of the spot."""

    class Measure(models.TextChoices):
        SERVICE = "service", _("服务")
        MANAGEMENT = "management", _("管理")
        ENFORCEMENT = "enforcement", _("执法")

    summons = models.ForeignKey(Summons, verbose_name=_("哨单"), related_name="records", on_delete=models.PROTECT)
    measure = models.CharField(_("措施"), max_length=12, choices=Measure)
    text = models.CharField(_("内容"), max_length=2000)
    at = models.DateTimeField(_("时间"))
    by_key = models.CharField(_("记录人标识"), max_length=40)
    by_label = models.CharField(_("记录人"), max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("现场记录")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.text[:50]


class Departure(models.Model):
    """离场: asked for before it is done (事不完、人不撤), or noted by the street when somebody left without asking."""

    class State(models.TextChoices):
        ASKED = "asked", _("待街道同意")
        GRANTED = "granted", _("同意离场")
        REFUSED = "refused", _("不同意离场")
        UNASKED = "unasked", _("擅自离场")

    summons = models.ForeignKey(Summons, verbose_name=_("哨单"), related_name="departures", on_delete=models.PROTECT)
    state = models.CharField(_("状态"), max_length=8, choices=State)
    at = models.DateTimeField(_("申请或离场时间"))
    reason = models.CharField(_("理由"), max_length=300)
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    decided_by_label = models.CharField(_("决定人"), max_length=80, blank=True)
    answer = models.CharField(_("答复"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("离场")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["summons"], condition=Q(state="asked"), name="one_departure_waits_for_the_street"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None) | (~Q(state="asked") & Q(decided_at__isnull=False)),
                name="departure_says_when_it_was_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.reason}"
