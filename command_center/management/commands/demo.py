"""Makes the demo district, once; later runs only bring `demo.json` up to date."""

from argparse import ArgumentParser
from datetime import date, datetime, time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from command_center.demo.making import is_made, make, refresh
from foundation.clock import now
from kernel.errors import CenterError
from kernel.times import SHANGHAI


class Command(BaseCommand):
    help = "Fill an empty database with a demo district: accounts, API clients, past months and today of cases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="address of the web server, for demo.json")
        parser.add_argument("--months", type=int, default=2, help="whole past months before this one")
        parser.add_argument("--per-day", type=int, default=75, help="orders on an average day")
        parser.add_argument("--as-of", type=date.fromisoformat, help="tell the story up to this day's 15:00")
        parser.add_argument("--reset", action="store_true", help="empty the database first")

    def handle(
        self, *, url: str, months: int, per_day: int, as_of: date | None, reset: bool, **options: object
    ) -> None:
        if settings.CENTER_MODE != "demo":
            raise CommandError(_("演示数据只装入演示系统：请在 CENTER_MODE=demo 下运行，生产系统用 load_reference。"))
        if reset:
            self._empty()
        at = now()
        if is_made():
            refresh(url=url, now=at)
            self.stdout.write(_("演示数据已在，未作改动。"))
            return
        until = datetime.combine(as_of, time(15), tzinfo=SHANGHAI) if as_of else at
        try:
            make(url=url, months=months, per_day=per_day, until=until, now=at, say=self._say)
        except CenterError as error:
            raise CommandError(error.message) from error

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def _empty(self) -> None:
        """Events and audit refuse deletion, so the tables themselves go."""
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        call_command("migrate", verbosity=0)
        self.stdout.write(_("数据库已清空。"))
