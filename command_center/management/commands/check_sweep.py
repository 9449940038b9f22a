"""Is the sweep alive? Exit status 0 yes, 1 no, 2 the database could not be asked. The worker's health check."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from command_center.watchdog import stale_tables
from foundation.clock import now


class Command(BaseCommand):
    help = "Fails when the last sweep over a clock table ended more than --max-age seconds ago."
    # It runs every half minute, on a machine that has better things to do than checking its settings again.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--max-age", type=float, default=90.0, help="seconds (90)")

    def handle(self, *, max_age: float, **options: object) -> None:
        try:
            stale = stale_tables(max_age=max_age, now=now())
        except DatabaseError as error:
            raise CommandError(_("数据库没有应答：%s") % type(error).__name__, returncode=2) from error
        if stale:
            words = _("超过 %(age)g 秒没有巡查：%(tables)s")
            raise CommandError(words % {"age": max_age, "tables": "、".join(stale)})
        self.stdout.write(_("%(age)g 秒内巡查过。") % {"age": max_age})
