"""manage.py load_ladder"""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from deadlines.actions.load_ladder import load_ladder
from deadlines.recompute.job import start_recompute
from foundation.clock import now
from kernel.actors import Actor


class Command(BaseCommand):
    help = "Writes the default rungs of the escalation ladder that are missing; safe to run again. Running clocks "
    help += "follow by a job."

    def handle(self, *args: object, **options: object) -> None:
        words, moment = _("载入默认升级阶梯"), now()
        actor = Actor.system("load_ladder", words)
        with transaction.atomic():
            written = load_ladder(actor=actor, now=moment)
            if written:
                start_recompute(title=words, actor=actor, now=moment)
        self.stdout.write(f"{written} rungs written")
