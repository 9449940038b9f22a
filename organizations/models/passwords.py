"""What a person's passwords were, so that none comes back too soon."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.users import User


class UsedPassword(models.Model):
    """The hash of a password that an account has or had; written whenever one is stored, the oldest go.

    The order of the ids is the order in which they were used.
    """

    user = models.ForeignKey(User, verbose_name=_("用户"), related_name="used_passwords", on_delete=models.CASCADE)
    hash = models.CharField(_("密码散列"), max_length=128)

    class Meta:
        verbose_name = verbose_name_plural = _("用过的密码")

    def __str__(self) -> str:
        return str(self.user)
