"""What can become of a delivery."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Ways out of the house; the notice inside the application is a row of its own and needs no delivering."""

    WEBHOOK = "webhook", _("推送")
    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("待投递")
    LEASED = "leased", _("投递中")
    DELIVERED = "delivered", _("已送达")
    PARKED = "parked", _("已搁置")
    CANCELLED = "cancelled", _("不再投递")


OPEN = frozenset({DeliveryState.PENDING, DeliveryState.LEASED})
SETTLED = frozenset(DeliveryState) - OPEN
