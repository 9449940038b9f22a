"""Is the outbox at work? Exit status 0 yes, 1 no, 2 the database could not be asked. Its container's health check."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from foundation.clock import now
from notices.queries import backlog, undelivered


class Command(BaseCommand):
    help = "Fails when changes without a position, or deliveries that could go, waited more than --max-age seconds."
    # It runs every minute, on a machine that has better things to do than checking its settings again.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--max-age", type=float, default=60.0, help="seconds (60)")

    def handle(self, *, max_age: float, **options: object) -> None:
        at = now()
        try:
            ages = (backlog(now=at).age_seconds, undelivered(now=at).age_seconds)
        except DatabaseError as error:
            raise CommandError(_("数据库没有应答：%s") % type(error).__name__, returncode=2) from error
        if any(age is not None and age > max_age for age in ages):
            raise CommandError(_("有变更或投递等待超过 %(age)g 秒。") % {"age": max_age})
        self.stdout.write(_("没有等待超过 %(age)g 秒的变更或投递。") % {"age": max_age})
