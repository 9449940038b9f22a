"""Opens an account from the command line: the way to the first administrators of a new house."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.clock import now
from kernel.actors import Actor
from kernel.errors import CenterError
from organizations.actions.create_user import create_user
from organizations.actions.grant_role import grant_role
from organizations.models import Organization
from organizations.roles import Role


class Command(BaseCommand):
    help = "Creates a user and grants roles. The password comes from CENTER_NEW_PASSWORD or is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--display-name", required=True)
        parser.add_argument("--organization", help="code of the organization")
        parser.add_argument("--role", action="append", choices=Role.values, default=[], help="may be repeated")

    def handle(self, *args: str, **options: Any) -> str:
        actor, moment = Actor.system("console", _("控制台")), now()
        organization = _organization(options["organization"])
        try:
            with transaction.atomic():
                user = create_user(
                    options["username"],
                    display_name=options["display_name"],
                    organization=organization,
                    password=os.environ.get("CENTER_NEW_PASSWORD") or getpass.getpass(),
                    actor=actor,
                    now=moment,
                )
                for role in options["role"]:
                    grant_role(user, role=Role(role), actor=actor, now=moment)
        except CenterError as error:
            raise CommandError(error.message) from error
        return f"{user.username}: {', '.join(options['role']) or '-'}"


def _organization(code: str | None) -> Organization | None:
    if code is None:
        return None
    organization = Organization.objects.filter(code=code).first()
    if organization is None:
        raise CommandError(f"no organization has the code {code!r}; load_organizations loads them")
    return organization
