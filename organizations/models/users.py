"""People and the roles they hold."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kernel.actors import Actor, ActorKind
from organizations.models.organizations import Organization
from organizations.permissions import may_model
from organizations.roles import ADMINISTRATORS, Role
from organizations.secrets import EncryptedTextField


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """Signing in takes the name in any case, as names are unique in any case."""
        return self.get(username__iexact=username)

    def create_user(self, username: str, *, password: str | None = None, **columns: Any) -> "User":
        """A bare account, for tests and the action `create_user`; without a password nobody can sign in with it."""
        user = self.model(username=self.model.normalize_username(username), **columns)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with an account; what they may do follows from role grants, what they see from the organization.

    There is no superuser, no staff flag and no per-user permission: the permission table is all there is.
    """

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    username = models.CharField(_("用户名"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    display_name = models.CharField(_("姓名"), max_length=40)
    organization = models.ForeignKey(
        Organization, verbose_name=_("所属组织"), null=True, blank=True, related_name="users", on_delete=models.PROTECT
    )
    phone = EncryptedTextField(_("联系电话"), blank=True)
    phone_hash = models.CharField(_("电话检索值"), max_length=64, blank=True, editable=False)
    is_active = models.BooleanField(_("启用"), default=True, help_text=_("停用后立即不能登录，记录保留"))
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    must_change_password = models.BooleanField(
        _("须修改密码"), default=False, help_text=_("初始密码或重设的密码：修改之前什么也不能做")
    )
    # An administrator's role was given and its holder has not come yet; see `organizations.actions.activate`.
    awaits_activation = models.BooleanField(_("待开通"), default=False, editable=False)
    activation_hash = models.CharField(max_length=64, blank=True, editable=False)
    activation_ends_at = models.DateTimeField(_("开通码失效时间"), null=True, editable=False)
    password_changed_at = models.DateTimeField(_("密码设置时间"), null=True)

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = _("用户")
        ordering = ("username",)
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_is_unique_in_any_case"),
            models.CheckConstraint(
                condition=models.Q(awaits_activation=False) | models.Q(must_change_password=True),
                name="awaited_account_changes_its_password",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.display_name

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held when first asked; an account that is closed holds none. A request asks once."""
        return frozenset(self.role_grants.values_list("role", flat=True)) if self.is_active else frozenset()

    @property
    def actor(self) -> Actor:
        return Actor(
            kind=ActorKind.USER,
            id=str(self.pk),
            label=str(self),
            organization_id=self.organization_id,
            roles=self.roles,
        )

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django admin's question, answered from the permission table."""
        return may_model(self.actor, perm)

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        return all(self.has_perm(perm) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        """Only decides whether the admin goes on to ask model by model."""
        return not ADMINISTRATORS.isdisjoint(self.roles)


class RoleGrant(models.Model):
    """One role given to one person; written by `grant_role` and `revoke_role` alone."""

    user = models.ForeignKey(User, verbose_name=_("用户"), related_name="role_grants", on_delete=models.CASCADE)
    role = models.CharField(_("角色"), max_length=24, choices=Role)
    granted_at = models.DateTimeField(_("授予时间"))
    granted_by = models.CharField(_("授予人"), max_length=80)
    # "business" for every business role, the role itself for an administrator: what may not stand side by side differs.
    family = models.GeneratedField(
        expression=models.Case(
            models.When(role__in=sorted(ADMINISTRATORS), then=models.F("role")), default=models.Value("business")
        ),
        output_field=models.CharField(max_length=24),
        db_persist=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = _("角色授予")
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="role_is_granted_once"),
            ExclusionConstraint(
                name="administrators_hold_no_other_role",
                expressions=[("user", RangeOperators.EQUAL), ("family", RangeOperators.NOT_EQUAL)],
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
