"""Brings in what a district starts with: category trees, standards and limits, the catalogue, words of danger."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.actions.load_alert_words import load_alert_words
from cases.actions.load_catalogue import load_catalogue
from cases.actions.load_categories import load_categories
from cases.actions.load_standards import load_standards
from foundation.clock import now
from kernel.actors import Actor
from kernel.errors import Invalid


class Command(BaseCommand):
    help = "Loads categories, standards and the dispatch catalogue; run again it adds only what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        actor, moment = Actor.system("load_catalogue", _("载入派单目录")), now()
        try:
            counts = {
                "categories": load_categories(actor=actor, now=moment),
                "standards": load_standards(actor=actor, now=moment),
                "rules": load_catalogue(actor=actor, now=moment),
                "words": load_alert_words(actor=actor, now=moment),
            }
        except Invalid as error:
            lines = "\n".join(f"catalogue.csv {e.field}: {e.message}" for e in error.errors)
            raise CommandError(f"{error.message}\n{lines}") from error
        self.stdout.write(
            _("新增类别 %(categories)s 个、标准和时限 %(standards)s 条、派单规则 %(rules)s 条、预警词 %(words)s 个")
            % counts
        )
