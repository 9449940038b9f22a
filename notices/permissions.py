"""Who reads notices, and who looks after the outbox."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from organizations.permissions import Permission
from organizations.roles import BUSINESS_ROLES, Role

_SYSTEM = frozenset({Role.SYSTEM_ADMIN})

PERMISSIONS: Sequence[Permission] = (
    Permission("notices.read", _("阅读站内通知"), roles=BUSINESS_ROLES),
    Permission("notices.changes", _("读取变更"), roles=BUSINESS_ROLES, scopes=frozenset({"changes:read"})),
    Permission("notices.webhooks", _("管理推送地址"), scopes=frozenset({"webhooks:manage"})),
    Permission("notices.redeliver", _("重新投递"), roles=_SYSTEM, scopes=frozenset({"webhooks:manage"})),
    Permission("notices.give_up", _("放弃已搁置的投递"), roles=_SYSTEM),
    Permission("notices.view_endpoint", _("查看推送地址"), roles=_SYSTEM),
    Permission("notices.view_delivery", _("查看投递"), roles=_SYSTEM),
    Permission("notices.view_channelrule", _("查看通知渠道"), roles=_SYSTEM),
    Permission("notices.add_channelrule", _("新增通知渠道"), roles=_SYSTEM),
    Permission("notices.change_channelrule", _("修改通知渠道"), roles=_SYSTEM),
    Permission("notices.delete_channelrule", _("删除通知渠道"), roles=_SYSTEM),
    Permission("notices.view_contact", _("查看联系方式"), roles=_SYSTEM),
    Permission("notices.add_contact", _("登记联系方式"), roles=_SYSTEM),
    Permission("notices.change_contact", _("修改联系方式"), roles=_SYSTEM),
    Permission("notices.view_outboxentry", _("查看变更记录"), roles=_SYSTEM),
    Permission("notices.view_notice", _("查看站内通知记录"), roles=_SYSTEM),
)
