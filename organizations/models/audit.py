"""Who did what to whom, and why: written once, read by the audit administrator."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """审计记录. Names actor, organization and subject as values, so that no deletion elsewhere is blocked or followed.

    The database refuses to change or delete a row. Written by `organizations.audit.record` alone.
    """

    at = models.DateTimeField(_("时间"))
    kind = models.CharField(_("事项"), max_length=60)
    actor_key = models.CharField(_("操作者标识"), max_length=60)
    actor_label = models.CharField(_("操作者"), max_length=80)
    organization_id = models.BigIntegerField(_("操作者组织"), null=True)
    subject_kind = models.CharField(_("对象类别"), max_length=60, blank=True)
    subject_id = models.CharField(_("对象标识"), max_length=64, blank=True)
    subject_label = models.CharField(_("对象"), max_length=200, blank=True)
    before = models.JSONField(_("变更前"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("变更后"), null=True, encoder=DjangoJSONEncoder)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    address = models.CharField(_("网络地址"), max_length=45, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审计记录")
        ordering = ("-id",)
        indexes = [
            # The audit administrator's list by day.
            models.Index(fields=["-at"], name="audit_by_time"),
            # The same, of one kind: all sign-ins, all reveals.
            models.Index(fields=["kind", "-at"], name="audit_by_kind"),
            # Everything one person or client did.
            models.Index(fields=["actor_key", "-at"], name="audit_by_actor"),
            # Everything done to one subject.
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_label}".strip()
