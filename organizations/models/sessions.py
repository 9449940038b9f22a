"""Who is signed in, from where, since when."""

from typing import TYPE_CHECKING, Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.users import User


class UserSession(AbstractBaseSession):
    """登录会话: Django's session with what its owner and the security administrator need to tell one from another.

    `session_key` is a keyed hash, so that whoever reads the table cannot take a session over. A session whose row is
    gone has ended. Written by `organizations.sessions.SessionStore` alone; a row of nobody is a visitor's.
    """

    session_key = models.CharField(_("会话标识"), max_length=64, primary_key=True)
    # Used when ended sessions are removed.
    expire_date = models.DateTimeField(_("最迟结束"), db_index=True)
    user = models.ForeignKey(User, verbose_name=_("用户"), null=True, related_name="sessions", on_delete=models.CASCADE)
    address = models.CharField(_("网络地址"), max_length=45, blank=True)
    browser = models.CharField(_("浏览器"), max_length=300, blank=True)
    started_at = models.DateTimeField(_("登录时间"))
    last_seen_at = models.DateTimeField(_("最近操作"))

    if TYPE_CHECKING:
        user_id: int | None

    class Meta:
        verbose_name = verbose_name_plural = _("登录会话")
        ordering = ("-last_seen_at",)

    def __str__(self) -> str:
        return f"{self.user} {self.address}".strip() if self.user else self.address

    @classmethod
    def get_session_store_class(cls) -> Any:
        from organizations.sessions import SessionStore  # noqa: PLC0415  # which is built on this model

        return SessionStore
