"""Sets a password from the command line: the way back in for an administrator, whose password nobody else may set."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.clock import now
from kernel.actors import Actor
from kernel.errors import CenterError
from organizations.actions.change_password import change_password
from organizations.models import User


class Command(BaseCommand):
    help = "Sets a user's password, which must be changed at the next sign-in; every session of it ends."
    help += " The password comes from CENTER_NEW_PASSWORD or is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: str, **options: Any) -> str:
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None:
            raise CommandError(_("没有用户名为 %(name)s 的账号。") % {"name": options["username"]})
        password = os.environ.get("CENTER_NEW_PASSWORD") or getpass.getpass()
        try:
            change_password(user, password=password, actor=Actor.system("console", _("控制台")), now=now())
        except CenterError as error:
            raise CommandError(error.message) from error
        return user.username
