"""manage.py load_calendar"""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from deadlines.actions.load_calendar import load_calendar
from deadlines.recompute.job import start_recompute
from foundation.clock import now
from kernel.actors import Actor


class Command(BaseCommand):
    help = "Fills the default working calendar with the holidays that come with the program; safe to run again."
    help += " Running clocks follow by a job."

    def handle(self, *args: object, **options: object) -> None:
        words, moment = _("载入随程序提供的节假日数据"), now()
        actor = Actor.system("load_calendar", words)
        with transaction.atomic():
            loaded = load_calendar(actor=actor, now=moment)
            if loaded.changed:
                start_recompute(title=words, actor=actor, now=moment)
        self.stdout.write(f"{loaded.written} days written, {loaded.removed} removed, {loaded.years} years new")
