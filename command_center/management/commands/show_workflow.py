from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from assessment.workflow import SETTLEMENT
from cases.workflow import WORKFLOW
from enforcement.workflow import SUMMONS, WHISTLE

_OF = {"case": WORKFLOW, "whistle": WHISTLE, "summons": SUMMONS, "settlement": SETTLEMENT}


class Command(BaseCommand):
    help = "Prints the transition table of what --of names; --format mermaid makes docs/workflow.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--of", choices=sorted(_OF), default="case")
        parser.add_argument("--format", choices=["table", "mermaid", "dot"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_OF[options["of"]].printers[options["format"]]())
