"""One message on its way out of the house."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notices.models.endpoints import Endpoint
from notices.models.notices import Notice
from notices.states import OPEN, Channel, DeliveryState

_IS_OPEN = models.Q(state__in=sorted(OPEN))


class Delivery(models.Model):
    """投递. Made by the sequencer, claimed for the length of a lease, settled by whoever holds the lease.

    `lane` is what may be busy without hindering others (one endpoint, e-mail, messages); within a `line` (one
    receiver and subject) only the oldest open delivery may be on its way. `next_try_at` is when to look next: when
    it is due, or, while it is leased, when the lease ends and anybody may take it again.
    """

    channel = models.CharField(_("渠道"), max_length=8, choices=Channel)
    endpoint = models.ForeignKey(
        Endpoint, verbose_name=_("推送地址"), related_name="deliveries", null=True, on_delete=models.PROTECT
    )
    notice = models.ForeignKey(
        Notice, verbose_name=_("通知"), related_name="deliveries", null=True, on_delete=models.CASCADE
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("接收人"), related_name="+", null=True, on_delete=models.PROTECT
    )
    lane = models.CharField(max_length=32)
    line = models.CharField(max_length=160)
    message_id = models.UUIDField(_("消息编号"), default=uuid.uuid4)
    kind = models.CharField(_("事件"), max_length=64)
    subject_kind = models.CharField(_("对象类别"), max_length=32)
    subject_id = models.CharField(_("对象编号"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=0)
    # The mark of the change in the feed (`feed.Place`), by which a receiver of both tells that they are the same.
    change = models.CharField(_("变更标记"), max_length=40, blank=True, default="")
    happened_at = models.DateTimeField(_("发生时间"))
    created_at = models.DateTimeField(_("记录时间"))
    state = models.CharField(_("状态"), max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    first_try_at = models.DateTimeField(_("首次尝试"), null=True)
    next_try_at = models.DateTimeField(_("下次尝试"))
    settled_at = models.DateTimeField(_("了结时间"), null=True)
    status_code = models.PositiveSmallIntegerField(_("应答码"), null=True)
    last_error = models.CharField(_("最近的失败"), max_length=200, blank=True, default="")

    if TYPE_CHECKING:
        endpoint_id: int | None
        notice_id: int | None
        recipient_id: int | None

    class Meta:
        verbose_name = verbose_name_plural = _("投递")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    channel=Channel.WEBHOOK,
                    endpoint__isnull=False,
                    notice__isnull=True,
                    recipient__isnull=True,
                )
                | models.Q(
                    channel__in=[Channel.EMAIL, Channel.SMS],
                    endpoint__isnull=True,
                    notice__isnull=False,
                    recipient__isnull=False,
                ),
                name="delivery_names_its_receiver",
            ),
            models.CheckConstraint(
                condition=models.Q(_IS_OPEN, settled_at__isnull=True) | models.Q(~_IS_OPEN, settled_at__isnull=False),
                name="settled_delivery_knows_since_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DeliveryState.DELIVERED, last_error__gt=""),
                name="failure_is_not_shown_as_success",
            ),
            models.UniqueConstraint(
                fields=["notice", "recipient", "channel"],
                name="notice_goes_out_once",
                condition=models.Q(notice__isnull=False),
            ),
        ]
        indexes = [
            # Used by claim_due: what is due in one lane, longest waiting first.
            models.Index(fields=["lane", "next_try_at", "id"], name="delivery_due", condition=_IS_OPEN),
            # Used by claim_due: how many are on their way in each lane.
            models.Index(fields=["lane"], name="delivery_leased", condition=models.Q(state=DeliveryState.LEASED)),
            # Used by claim_due and settle: what else is open in the same line.
            models.Index(fields=["line", "id"], name="delivery_line", condition=_IS_OPEN),
            # Used by the API: the deliveries of one endpoint, newest first.
            models.Index(fields=["endpoint", "-id"], name="delivery_of_endpoint"),
            # Used by the admin: dead letters first, then the newest.
            models.Index(
                models.Case(models.When(state=DeliveryState.PARKED, then=0), default=1),
                models.F("id").desc(),
                name="delivery_dead_first",
            ),
            # Used by purge: what was settled long ago.
            models.Index(fields=["settled_at"], name="delivery_settled", condition=~_IS_OPEN),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"

    @property
    def webhook_id(self) -> str:
        """The same for every attempt, so that a receiver can tell a repeat."""
        return f"msg_{self.message_id.hex}"
