"""Makes every published score once more from its frozen facts, and says what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessment.actions.verify import verify
from assessment.models import Publication


class Command(BaseCommand):
    help = "Recompute every published score from its frozen facts; exit status 1 when a figure differs."

    def handle(self, *args: Any, **options: Any) -> None:
        shown = Publication.objects.select_related("run", "settlement__scheme", "settlement__period").order_by("pk")
        wrong = scores = 0
        for publication in shown:
            differences = verify(publication.run)
            wrong, scores = wrong + len(differences), scores + publication.run.scores_count
            for line in differences:
                self.stdout.write(f"{publication.settlement} v{publication.version}: {line}")
        words = {"publications": len(shown), "scores": scores, "wrong": wrong}
        summary = _("核验 %(publications)d 次发布、%(scores)d 个得分，%(wrong)d 处不符") % words
        if wrong:
            raise CommandError(summary)
        self.stdout.write(summary)
