from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.clock import now
from kernel.actors import Actor
from kernel.errors import CenterError
from organizations.actions.load_organizations import DEPARTMENTS, load_organizations


class Command(BaseCommand):
    help = "Loads centre, city hotline, departments, street offices and communities; safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--departments", type=Path, default=DEPARTMENTS, help="CSV: code,kind,name,short_name")

    def handle(self, *args: str, **options: Any) -> str:
        actor = Actor.system("console", _("控制台"))
        try:
            loaded = load_organizations(departments=options["departments"], actor=actor, now=now())
        except CenterError as error:
            raise CommandError(error.message) from error
        return f"{loaded.total} organizations, {loaded.added} added, {loaded.changed} changed"
