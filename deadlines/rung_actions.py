"""What a rung does when it is reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RungAction(models.TextChoices):
    REMIND = "remind", _("临期提醒")
    OVERDUE = "overdue", _("超期")
    NOTIFY_SUPERIOR = "notify_superior", _("报上级")
    SUPERVISE = "supervise", _("督办")
    NOTIFY_LEADER = "notify_leader", _("报区领导")
