"""Who sets up the time rules: calendars, working hours, the ladder."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from organizations.permissions import Permission
from organizations.roles import ADMINISTRATORS, CENTRE_ROLES, Role

PERMISSIONS: Sequence[Permission] = (
    Permission("deadlines.configure", _("维护日历、工作时间和升级规则"), roles=frozenset({Role.SYSTEM_ADMIN})),
    Permission("deadlines.watch", _("查看运行状况"), roles=CENTRE_ROLES),
    # Administration and business share no row: the same page, opened by another key.
    Permission("deadlines.operate", _("查看运行状况（管理员）"), roles=ADMINISTRATORS),
)
