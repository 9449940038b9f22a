"""Where an organization wants to be told of changes."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from organizations.secrets import EncryptedTextField


class Endpoint(models.Model):
    """推送地址. Its secret signs what is sent (Standard Webhooks) and is shown once, when it is registered.

    Written by `register_endpoint` and `retire_endpoint`; how it fares by `settle`. A retired one stays retired.
    """

    organization = models.ForeignKey(
        Organization, verbose_name=_("所属组织"), related_name="endpoints", on_delete=models.PROTECT
    )
    url = models.CharField(_("地址"), max_length=500)
    secret = EncryptedTextField(_("签名密钥"), editable=False)
    kinds = ArrayField(
        models.CharField(max_length=64),
        verbose_name=_("事件"),
        default=list,
        blank=True,
        help_text=_("例如 case.closed 或 case.*；空为全部"),
    )
    is_active = models.BooleanField(_("启用"), default=True)
    created_at = models.DateTimeField(_("登记时间"))
    created_by = models.CharField(_("登记人"), max_length=100)
    retired_at = models.DateTimeField(_("停用时间"), null=True)
    retired_reason = models.CharField(_("停用原因"), max_length=200, blank=True, default="")
    last_success_at = models.DateTimeField(_("最近送达"), null=True)
    last_failure_at = models.DateTimeField(_("最近失败"), null=True)
    failures_in_row = models.PositiveIntegerField(_("连续失败次数"), default=0)

    if TYPE_CHECKING:
        organization_id: int

    class Meta:
        verbose_name = verbose_name_plural = _("推送地址")
        ordering = ("organization", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_active=True, retired_at__isnull=True)
                | models.Q(is_active=False, retired_at__isnull=False),
                name="retired_endpoint_knows_since_when",
            ),
            # Its index answers the sequencer: where does this organization want to be told?
            models.UniqueConstraint(
                fields=["organization", "url"],
                name="address_is_registered_once",
                condition=models.Q(is_active=True),
                violation_error_code="address_registered",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def lane(self) -> str:
        return f"webhook:{self.pk}"
