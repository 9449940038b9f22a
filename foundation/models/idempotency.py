"""One POST and its answer, so that sent twice it has its effect once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdempotencyKey(models.Model):
    """One POST that was answered; written in the transaction of its effect, so that neither exists without the other.

    `status` is empty only while that transaction is open, which nobody else can see. `answer` is the body as sent,
    sealed: it may show a requester to somebody entitled, and rests no more openly than the requester does.
    """

    actor_key = models.CharField(_("调用者"), max_length=100)
    key = models.CharField(_("幂等键"), max_length=200)
    method = models.CharField(_("方法"), max_length=8)
    path = models.CharField(_("路径"), max_length=500)
    fingerprint = models.CharField(_("内容摘要"), max_length=64)
    status = models.PositiveSmallIntegerField(_("状态码"), null=True)
    headers = models.JSONField(_("响应头"), default=dict)
    answer = models.TextField(_("响应内容（加密）"), default="")
    created_at = models.DateTimeField(_("首次使用时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("幂等键")
        constraints = [
            models.UniqueConstraint(fields=["actor_key", "key"], name="key_is_used_once_by_an_actor"),
            models.CheckConstraint(
                condition=models.Q(status__isnull=True) | models.Q(status__lt=500), name="fault_is_never_replayed"
            ),
        ]
        indexes = [
            # Used by purge_idempotency_keys: the oldest first.
            models.Index(fields=["created_at"], name="idempotency_key_age"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_key} {self.key}"
