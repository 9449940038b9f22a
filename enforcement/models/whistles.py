"""吹哨: the street's call, one row from the blow to the close."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Category
from enforcement.states import WhistleKind, WhistleState
from grid.queries import Precision
from organizations.models import Organization


class Whistle(models.Model):
    """哨: who blew it, for what, where; whom it calls stands in its summonses."""

    # Every whistle begins a day's number with this letter.
    LETTER = "S"

    number = models.CharField(_("哨号"), max_length=24, unique=True)
    kind = models.CharField(_("哨型"), max_length=12, choices=WhistleKind)
    state = models.CharField(_("状态"), max_length=12, choices=WhistleState, default=WhistleState.BLOWN)
    version = models.PositiveIntegerField(_("版本"), default=1)
    is_supervised = models.BooleanField(_("区督办"), default=False)
    is_from_public_request = models.BooleanField(_("源于群众诉求"), default=False)

    office_id: int
    # Keys without an index of their own have one below that begins with them.
    office = models.ForeignKey(
        Organization, verbose_name=_("吹哨街道"), related_name="+", on_delete=models.PROTECT, db_index=False
    )
    leader_name = models.CharField(_("吹哨领导"), max_length=40)
    leader_post = models.CharField(_("职务"), max_length=40, blank=True)
    blown_by_key = models.CharField(_("操作者标识"), max_length=40)
    blown_by_label = models.CharField(_("操作者"), max_length=80)

    matter = models.CharField(_("事项"), max_length=200)
    details = models.TextField(_("情况说明"), max_length=5000, blank=True)
    category = models.ForeignKey(
        Category, verbose_name=_("类别"), null=True, blank=True, related_name="+", on_delete=models.PROTECT
    )
    case = models.ForeignKey(
        Case, verbose_name=_("所涉案件"), null=True, blank=True, related_name="+", on_delete=models.PROTECT
    )

    address = models.CharField(_("地址"), max_length=300, blank=True)
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    precision = models.CharField(_("定位精度"), max_length=10, choices=[(p.value, p.label) for p in Precision])
    street = models.ForeignKey(
        "grid.Street", verbose_name=_("所在街道"), null=True, related_name="+", on_delete=models.PROTECT
    )
    community = models.ForeignKey(
        "grid.Community", verbose_name=_("社区"), null=True, related_name="+", on_delete=models.PROTECT
    )
    unit_grid = models.ForeignKey(
        "grid.UnitGrid", verbose_name=_("单元网格"), null=True, related_name="+", on_delete=models.PROTECT
    )
    is_outside = models.BooleanField(_("区外"), default=False)
    location_note = models.CharField(_("定位说明"), max_length=200, blank=True)

    repeat_of = models.ForeignKey(
        "self", verbose_name=_("重复于"), null=True, blank=True, related_name="repeats", on_delete=models.PROTECT
    )
    repeat_count = models.PositiveSmallIntegerField(_("第几次重复吹哨"), default=0)

    arrive_by = models.DateTimeField(_("指定报到时间"), null=True, blank=True)
    finish_by = models.DateTimeField(_("指定办结时间"), null=True, blank=True)
    blown_at = models.DateTimeField(_("吹哨时间"))
    first_signed_at = models.DateTimeField(_("首家签收"), null=True)
    on_site_at = models.DateTimeField(_("首家报到"), null=True)
    suspended_at = models.DateTimeField(_("中止时间"), null=True)
    finished_at = models.DateTimeField(_("全部反馈时间"), null=True)
    ended_at = models.DateTimeField(_("终了时间"), null=True)
    outcome = models.CharField(_("结果说明"), max_length=500, blank=True, help_text=_("办结、退回或取消的说明"))

    class Meta:
        verbose_name = verbose_name_plural = _("吹哨")
        ordering = ("-blown_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["returned", "closed", "cancelled"], ended_at__isnull=False)
                | (~Q(state__in=["returned", "closed", "cancelled"]) & Q(ended_at=None)),
                name="whistle_that_is_over_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="suspended", suspended_at__isnull=False)
                | (~Q(state="suspended") & Q(suspended_at=None)),
                name="suspended_whistle_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(repeat_of=None, repeat_count=0) | Q(repeat_of__isnull=False, repeat_count__gt=0),
                name="repeat_whistle_is_counted",
            ),
            models.CheckConstraint(
                condition=Q(repeat_of=None) | ~Q(repeat_of=F("id")), name="whistle_does_not_repeat_itself"
            ),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__isnull=False, lat__isnull=False),
                name="whistle_point_has_both_coordinates",
            ),
            models.CheckConstraint(
                condition=Q(arrive_by=None) | Q(arrive_by__gte=F("blown_at")), name="whistle_is_not_met_before_blown"
            ),
        ]
        indexes = [
            # A street's own list, and how often it called whom.
            models.Index(fields=["office", "-blown_at", "-id"], name="whistle_by_office"),
            # The centre's list.
            models.Index(fields=["-blown_at", "-id"], name="whistle_by_time"),
            # The board: what is going on now, at a street or everywhere.
            models.Index(
                fields=["state", "office", "-blown_at"],
                condition=~Q(state__in=["returned", "closed", "cancelled"]),
                name="open_whistle_by_state",
            ),
            # Suggestions, and whether a whistle repeats an earlier one: closed ones of a street, youngest first.
            models.Index(fields=["office", "-ended_at"], condition=Q(state="closed"), name="closed_whistle_by_office"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None
