"""The case: one row from the first call to the last answer."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.states import MERGEABLE, OPEN, TRANSITIONS, Flow, State
from grid.queries import Precision


class Source(models.TextChoices):
    HOTLINE_12345 = "12345", _("12345 热线")
    INSPECTOR = "inspector", _("监督员上报")
    CITIZEN = "citizen", _("市民随手拍")
    VIDEO = "video", _("视频发现")
    LEADER = "leader", _("领导交办")
    DEPARTMENT = "department", _("部门转办")
    COMMUNITY = "community", _("社区上报")
    MEDIA = "media", _("媒体反映")
    IOT = "iot", _("物联感知")
    OTHER = "other", _("其他")


# Found by the district's own eyes: verified and filed before dispatch (数字城管); all others are requests of people.
GRID_SOURCES = frozenset({Source.INSPECTOR, Source.VIDEO, Source.IOT})


class RequestKind(models.TextChoices):
    """The five kinds of 接诉即办工作条例 §2."""

    CONSULTATION = "consultation", _("咨询")
    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    SUGGESTION = "suggestion", _("建议")


class Urgency(models.TextChoices):
    EMERGENCY = "emergency", _("特急")
    URGENT = "urgent", _("紧急")
    GENERAL = "general", _("一般")
    COMPLEX = "complex", _("疑难")


class Closing(models.TextChoices):
    """How a case came to its end; open and old imported cases say nothing."""

    NORMAL = "normal", _("正常办结")
    UNREACHED = "unreached", _("未联系上办结")
    ANSWERED = "answered", _("当场答复")
    HANDED_OVER = "handed_over", _("移交紧急专线")
    SELF_HANDLED = "self_handled", _("自行处置")
    SPECIAL = "special", _("特殊结案")


class ReceivedPrecision(models.TextChoices):
    """How closely the time of receipt is known; a file may bring no more than the day inside the order number."""

    SECOND = "second", _("秒")
    DAY = "day", _("日")


class Case(models.Model):
    """案件、工单: hotline order or grid case; who leads it, where it stands, when it is due.

    Overdue, remaining and the lamp are computed from `due_at` and `warn_at`, never stored.
    """

    case_no = models.CharField(_("案件编号"), max_length=24, unique=True)
    order_no = models.CharField(_("工单号"), max_length=64)
    source = models.CharField(_("来源"), max_length=12, choices=Source)
    posted_by = models.CharField(_("送件方"), max_length=40, help_text=_("录入或推送者的内部标识"))
    # Keys without an index of their own have one below that begins with them.
    sender = models.ForeignKey(
        "organizations.Organization",
        verbose_name=_("送件单位"),
        null=True,
        related_name="+",
        on_delete=models.PROTECT,
        db_index=False,
    )
    fingerprint = models.CharField(_("内容指纹"), max_length=64, help_text=_("同号重送时比较内容是否改变"))

    flow = models.CharField(_("流程"), max_length=8, choices=Flow)
    state = models.CharField(_("状态"), max_length=20, choices=State)
    version = models.PositiveIntegerField(_("版本"), default=1)
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    rework_count = models.PositiveSmallIntegerField(_("返工次数"), default=0)
    returned_count = models.PositiveSmallIntegerField(_("退单次数"), default=0)
    urged_count = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    is_supervised = models.BooleanField(_("督办"), default=False)
    is_hard = models.BooleanField(_("疑难"), default=False)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), null=True, related_name="followers", on_delete=models.PROTECT
    )

    request_kind = models.CharField(_("诉求类型"), max_length=14, choices=RequestKind)
    urgency = models.CharField(_("紧急程度"), max_length=10, choices=Urgency)
    category = models.ForeignKey("cases.Category", verbose_name=_("类别"), null=True, on_delete=models.PROTECT)
    standard = models.ForeignKey(
        "cases.FilingStandard", verbose_name=_("适用标准"), null=True, related_name="+", on_delete=models.PROTECT
    )
    needs_classification = models.BooleanField(_("待归类"), default=False)
    sent_category = models.CharField(_("来件类别"), max_length=120, blank=True)
    title = models.CharField(_("标题"), max_length=200)
    content = models.TextField(_("诉求内容"))
    search = SearchVectorField(_("检索词"), null=True)
    extra = models.JSONField(_("附加字段"), default=dict, blank=True)

    address = models.CharField(_("地址"), max_length=300, blank=True)
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    precision = models.CharField(_("定位精度"), max_length=10, choices=[(p.value, p.label) for p in Precision])
    street = models.ForeignKey(
        "grid.Street", verbose_name=_("街道"), null=True, on_delete=models.PROTECT, db_index=False
    )
    community = models.ForeignKey(
        "grid.Community", verbose_name=_("社区"), null=True, on_delete=models.PROTECT, db_index=False
    )
    unit_grid = models.ForeignKey("grid.UnitGrid", verbose_name=_("单元网格"), null=True, on_delete=models.PROTECT)
    is_outside = models.BooleanField(_("区外"), default=False)
    location_note = models.CharField(_("定位说明"), max_length=200, blank=True)

    lead = models.ForeignKey(
        "organizations.Organization",
        verbose_name=_("主办单位"),
        null=True,
        related_name="+",
        on_delete=models.PROTECT,
        db_index=False,
    )
    is_held = models.BooleanField(_("等待人工派遣"), default=False)
    hold_reason = models.CharField(_("待人工原因"), max_length=200, blank=True)

    received_at = models.DateTimeField(_("接收时间"))
    received_precision = models.CharField(
        _("接收时间精度"), max_length=6, choices=ReceivedPrecision, default=ReceivedPrecision.SECOND
    )
    created_at = models.DateTimeField(_("录入时间"))
    reply_due_at = models.DateTimeField(_("来件要求时限"), null=True)
    filed_at = models.DateTimeField(_("立案时间"), null=True)
    dispatched_at = models.DateTimeField(_("派遣时间"), null=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    contacted_at = models.DateTimeField(_("首次联系时间"), null=True)
    replied_at = models.DateTimeField(_("回复时间"), null=True)
    shelved_until = models.DateTimeField(_("挂账至"), null=True)
    call_after = models.DateTimeField(_("此后回访"), null=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    closing = models.CharField(_("办结方式"), max_length=12, choices=Closing, blank=True)
    warn_at = models.DateTimeField(_("临期时间"), null=True)
    due_at = models.DateTimeField(_("应办结时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("案件")
        constraints = [
            models.UniqueConstraint(fields=["order_no", "source"], name="order_comes_in_once"),
            models.CheckConstraint(
                condition=~models.Q(
                    state__in=["dispatched", "return_requested", "handling", "shelved", "replied", "checking"]
                )
                | models.Q(lead__isnull=False),
                name="case_with_a_unit_has_its_lead",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(closed_at__isnull=False),
                name="closed_case_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(lon__isnull=True, lat__isnull=True) | models.Q(lon__isnull=False, lat__isnull=False),
                name="a_point_has_both_coordinates",
            ),
            models.CheckConstraint(
                condition=models.Q(is_held=False) | models.Q(state="pending_dispatch"),
                name="only_a_case_to_dispatch_is_held",
            ),
            models.CheckConstraint(
                condition=models.Q(state="shelved", shelved_until__isnull=False)
                | ~models.Q(state="shelved") & models.Q(shelved_until__isnull=True),
                name="shelved_case_says_until_when",
            ),
            models.CheckConstraint(
                condition=models.Q(call_after__isnull=True) | models.Q(state="callback"),
                name="only_a_case_to_call_back_waits_for_the_call",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="case_is_not_merged_into_itself",
            ),
        ]
        indexes = [
            # The dispatch sweep: what still waits for the catalogue, oldest first.
            models.Index(
                fields=["received_at", "id"],
                condition=models.Q(state="pending_dispatch", is_held=False),
                name="case_waits_for_catalogue",
            ),
            # What comes back from the shelf by itself.
            models.Index(
                fields=["shelved_until", "id"], condition=models.Q(state="shelved"), name="shelved_case_by_end"
            ),
            # The clerks' queue: whom to call next.
            models.Index(fields=["call_after", "id"], condition=models.Q(state="callback"), name="case_to_call_back"),
            # The sweep that leads followers along when their main case has moved on.
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False, state__in=sorted(MERGEABLE)),
                name="follower_by_main_case",
            ),
            # The list of hard cases.
            models.Index(fields=["-received_at", "-id"], condition=models.Q(is_hard=True), name="hard_case_by_receipt"),
            # The queue of the desk and GET /cases/?open=true: open cases by due time, keyset over (due_at, id). It also
            # holds what makes a case late, and whether it follows another: the desk counts the late and the nearly due
            # ones without a look at the rows.
            models.Index(
                fields=["due_at", "id"],
                include=["state", "warn_at", "replied_at", "merged_into"],
                condition=models.Q(state__in=sorted(OPEN)),
                name="open_case_by_due",
            ),
            # GET /cases/ in its default order, open and closed.
            models.Index(fields=["due_at", "id"], name="case_by_due"),
            # The queues of one state (待派, 待签收, …) by due time.
            models.Index(
                fields=["state", "due_at", "id"],
                condition=models.Q(state__in=sorted(OPEN)),
                name="open_case_by_state_and_due",
            ),
            # A unit's own open work.
            models.Index(
                fields=["lead", "due_at", "id"],
                condition=models.Q(state__in=sorted(OPEN)),
                name="open_case_by_lead_and_due",
            ),
            # A street's own open work, and the map's counts.
            models.Index(
                fields=["street", "due_at", "id"],
                condition=models.Q(state__in=sorted(OPEN)),
                name="open_case_by_street_and_due",
            ),
            # The same of a community.
            models.Index(
                fields=["community", "due_at", "id"],
                condition=models.Q(state__in=sorted(OPEN)),
                name="open_case_by_community_and_due",
            ),
            # Desk queues that hold few of the open cases, and their counters: they are found without walking the rest.
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state__in=sorted(OPEN), street__isnull=True),
                name="open_case_to_locate",
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state__in=sorted(OPEN), needs_classification=True),
                name="open_case_to_classify",
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state__in=sorted(OPEN), is_supervised=True),
                name="open_case_supervised",
            ),
            # Lists of one street, one community, one unit by time of receipt, open or closed.
            models.Index(fields=["street", "-received_at", "-id"], name="case_by_street_and_receipt"),
            models.Index(fields=["community", "-received_at", "-id"], name="case_by_community_and_receipt"),
            models.Index(fields=["lead", "-received_at", "-id"], name="case_by_lead_and_receipt"),
            # Lists by time of receipt, open or closed, and today's counters.
            models.Index(fields=["-received_at", "-id"], name="case_by_receipt"),
            # A sender's look at what it sent.
            models.Index(fields=["sender", "-received_at", "-id"], name="case_by_sender"),
            # Search of two or more characters. Each order has a hundred tokens: entered one by one they cost six times
            # the time and ten times the log of a short pending list (512 kB), which a search reads along in no time.
            GinIndex(fields=["search"], name="case_search", fastupdate=True, gin_pending_list_limit=512),
        ]

    def __str__(self) -> str:
        return self.case_no

    @property
    def is_following(self) -> bool:
        """Whether its main case is worked on in its place; once that one is closed, each has its own call-back."""
        return self.merged_into_id is not None and self.state in MERGEABLE

    @property
    def state_of_work(self) -> str:
        """The state of the case that is worked on: of a follower, which keeps its own, that of its main case."""
        return self.merged_into.state if self.merged_into is not None and self.is_following else self.state

    def state_for(self, action: str) -> str:
        """The state that this action asks for."""
        return self.state_of_work if TRANSITIONS[action].as_main else self.state
