"""Who reads notices, and who looks after the outbox."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from organizations.permissions import Permission
from organizations.roles import BUSINESS_ROLES, Role

_SYSTEM = frozenset({Role.SYSTEM_ADMIN})

PERMISSIONS: Sequence[Permission] = (
    Permission("notices.read", _("阅读站内通知"), roles=BUSINESS_ROLES),
    Permission("notices.changes", _("读取变更"), roles=BUSINESS_ROLES, scopes=frozenset({"changes:read"})),
    Permission("notices.view_outboxentry", _("查看变更记录"), roles=_SYSTEM),
    Permission("notices.view_notice", _("查看站内通知记录"), roles=_SYSTEM),
)
