"""Which notices leave the house, and how each person wants to be reached."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notices.models.notices import Notice
from notices.states import Channel
from organizations.secrets import EncryptedTextField


class ChannelRule(models.Model):
    """Notices of this level also go out by this channel. Without a row they stay inside the application."""

    level = models.CharField(_("级别"), max_length=8, choices=Notice.Level)
    channel = models.CharField(
        _("渠道"), max_length=8, choices=[(c.value, c.label) for c in (Channel.EMAIL, Channel.SMS)]
    )
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("通知渠道")
        ordering = ("level", "channel")
        constraints = [
            models.UniqueConstraint(fields=["level", "channel"], name="level_has_one_rule_for_a_channel"),
            models.CheckConstraint(
                condition=models.Q(channel__in=[Channel.EMAIL, Channel.SMS]), name="notices_go_by_mail_or_message"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} · {self.get_channel_display()}"


class Contact(models.Model):
    """How one person wants to be reached. The telephone number is the account's own.

    Without a row: messages about what is addressed to this very person, nothing of what goes to the whole organization.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("用户"), related_name="contact", on_delete=models.PROTECT
    )
    email = EncryptedTextField(_("电子邮箱"), blank=True, default="")
    by_email = models.BooleanField(_("接收邮件"), default=True)
    by_sms = models.BooleanField(_("接收短信"), default=True)
    hears_organization = models.BooleanField(
        _("也接收发给全组织的"), default=False, help_text=_("未勾选则只接收发给本人的通知")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("联系方式")

    def __str__(self) -> str:
        return str(self.user)
