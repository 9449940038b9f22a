"""Who is to hear of a rung, as plain values; who that is at an instant, `deadlines.hearers` finds."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from deadlines.rung_actions import RungAction


class Recipient(models.TextChoices):
    HOLDER = "holder", _("承办单位")
    HOLDER_DUTY = "holder_duty", _("承办单位值班人")
    HOLDER_LEADER = "holder_leader", _("承办单位带班领导")
    SUPERIOR = "superior", _("上级单位")
    SUPERIOR_DUTY = "superior_duty", _("上级单位值班人")
    SUPERVISION = "supervision", _("区督办（值班长）")
    LEADER = "leader", _("区领导")


# Of each action, when its rung says nothing else.
USUAL: Mapping[RungAction, tuple[Recipient, ...]] = {
    RungAction.REMIND: (Recipient.HOLDER,),
    RungAction.OVERDUE: (Recipient.HOLDER,),
    RungAction.NOTIFY_SUPERIOR: (Recipient.HOLDER, Recipient.SUPERIOR, Recipient.SUPERIOR_DUTY),
    RungAction.SUPERVISE: (Recipient.HOLDER, Recipient.HOLDER_DUTY, Recipient.SUPERIOR, Recipient.SUPERVISION),
    RungAction.NOTIFY_LEADER: (Recipient.HOLDER, Recipient.SUPERVISION, Recipient.LEADER),
}
