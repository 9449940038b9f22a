"""Loads the district's reference data: everything a production system needs before its first order."""

from django.core.management.base import BaseCommand, CommandError

from command_center.demo.making import load_reference
from foundation.clock import now
from kernel.errors import CenterError


class Command(BaseCommand):
    help = "Load district, organizations, calendar, ladder, categories, standards, catalogue; safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        try:
            load_reference(now=now(), say=self.stdout.write)
        except CenterError as error:
            raise CommandError(error.message) from error
