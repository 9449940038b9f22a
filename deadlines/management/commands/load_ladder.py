"""manage.py load_ladder"""

from django.core.management.base import BaseCommand

from deadlines.actions.load_ladder import load_ladder


class Command(BaseCommand):
    help = "Writes the default rungs of the escalation ladder that are missing; safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{load_ladder()} rungs written")
