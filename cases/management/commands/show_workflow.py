from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases import workflow


class Command(BaseCommand):
    help = "Prints the transition table of a case; the drawing in docs/workflow.md is made with --format mermaid."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["table", "mermaid", "dot"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        printers = {"table": workflow.as_table, "mermaid": workflow.as_mermaid, "dot": workflow.as_dot}
        self.stdout.write(printers[options["format"]]())
