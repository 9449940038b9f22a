"""What must be true of the accounts before production goes on: `deploy/migrate.sh` asks at each start and upgrade.

On the first day there is nobody yet who could have opened an account, so that an empty house passes.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from command_center.demo.accounts import accounts
from organizations.models import RoleGrant, User
from organizations.roles import ADMINISTRATORS


@register(Tags.database)
def accounts_are_fit_for_production(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Silent outside production, and before the tables are there."""
    if not settings.PRODUCTION or "default" not in (databases or ()):
        return []
    if User._meta.db_table not in connections["default"].introspection.table_names():
        return []
    return [*_demo_accounts(), *_missing_administrators()]


def _demo_accounts() -> Iterator[CheckMessage]:
    """Their passwords are printed by the demo for everybody to read."""
    passwords = {account.username: account.password for account in accounts()}
    users = User.objects.filter(username__in=list(passwords), is_active=True)
    open_to_all = sorted(user.username for user in users if user.check_password(passwords[user.username]))
    if open_to_all:
        listed = ", ".join(open_to_all)
        yield Warning(f"accounts of the demo can sign in: {listed}; disable them", id="command_center.W002")


def _missing_administrators() -> Iterator[CheckMessage]:
    if not User.objects.exists():
        return
    held = set(RoleGrant.objects.filter(user__is_active=True).values_list("role", flat=True))
    for role in sorted(ADMINISTRATORS - held):
        hint = f"manage.py create_user USERNAME --display-name NAME --role {role}"
        yield Warning(
            f"nobody is {role}: three different people hold the three roles", hint=hint, id="command_center.W001"
        )
