"""manage.py load_calendar"""

from django.core.management.base import BaseCommand

from deadlines.actions.load_calendar import load_calendar


class Command(BaseCommand):
    help = "Fills the default working calendar with the holidays that come with the program; safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        loaded = load_calendar()
        self.stdout.write(f"{loaded.written} days written, {loaded.removed} removed, {loaded.years} years new")
