"""Writes one kind of configuration as a workbook that import_config takes back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.paths import sentence_of
from kernel.actors import Actor
from organizations.sheets.export import export_workbook
from organizations.sheets.registry import all_sheets, sheet_of


class Command(BaseCommand):
    help = "Exports one kind of configuration as xlsx."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=list(all_sheets()))
        parser.add_argument("file", type=Path)

    def handle(self, *args: str, **options: Any) -> str:
        path: Path = options["file"]
        content = export_workbook(sheet_of(options["kind"]), actor=Actor.system("console", _("控制台")))
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(sentence_of(error, path)) from error
        return str(path)
