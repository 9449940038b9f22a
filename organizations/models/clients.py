"""Programs that talk to the REST API on behalf of one organization."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.actors import Actor, ActorKind
from organizations.models.organizations import Organization
from organizations.scopes import ApiScope


class ApiClient(models.Model):
    """接口账号. Holds a keyed hash of its token, never the token; for a while also that of the token before.

    Written by `issue_token`, `rotate_token` and `disable_client`; a disabled client stays disabled.
    """

    organization = models.ForeignKey(
        Organization, verbose_name=_("所属组织"), related_name="api_clients", on_delete=models.PROTECT
    )
    name = models.CharField(_("名称"), max_length=80, help_text=_("例如 市热线平台推送"))
    scopes = ArrayField(models.CharField(max_length=24, choices=ApiScope), verbose_name=_("权限范围"))
    token_prefix = models.CharField(_("令牌开头"), max_length=12, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    previous_token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    previous_expires_at = models.DateTimeField(_("旧令牌失效时间"), null=True, editable=False)
    created_at = models.DateTimeField(_("签发时间"), editable=False)
    expires_at = models.DateTimeField(_("失效时间"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True, editable=False)
    is_active = models.BooleanField(_("启用"), default=True, editable=False)

    if TYPE_CHECKING:
        organization_id: int

    class Meta:
        verbose_name = verbose_name_plural = _("接口账号")
        ordering = ("organization", "name")
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="client_name_is_unique_in_its_organization"),
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=list(ApiScope.values), scopes__len__gt=0),
                name="client_has_known_scopes",
            ),
            models.CheckConstraint(
                condition=models.Q(previous_token_hash__isnull=True, previous_expires_at__isnull=True)
                | models.Q(previous_token_hash__isnull=False, previous_expires_at__isnull=False),
                name="previous_token_has_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=True) | models.Q(previous_token_hash__isnull=True),
                name="disabled_client_has_no_previous_token",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        return Actor(
            kind=ActorKind.CLIENT,
            id=str(self.pk),
            label=self.name,
            organization_id=self.organization_id,
            scopes=frozenset(self.scopes),
        )
