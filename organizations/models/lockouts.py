"""What the library that counts failed sign-ins keeps, by our own name."""

from axes.models import AccessAttempt
from django.utils.translation import gettext_lazy as _


class SignInLock(AccessAttempt):
    """登录锁定: the failures of one account from one address and browser; deleted, the account may try again."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = _("登录锁定")
        ordering = ("-attempt_time",)

    def __str__(self) -> str:
        return f"{self.username} {self.ip_address}".strip()
