"""Brings in a file of the city's call-backs: waiting cases are concluded by it, closed ones keep a record."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.imports.callbacks import CallbackResult, import_callbacks
from foundation.clock import now
from foundation.paths import require_writable, writable_folder
from kernel.actors import Actor
from kernel.errors import CenterError


class Command(BaseCommand):
    help = "Import the city's call-back results from a CSV or xlsx file; run again it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--report", type=Path, help="where refused rows go (here, named after FILE)")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON on standard output")

    def handle(self, *, file: Path, report: Path | None, **options: Any) -> None:
        report = report or writable_folder() / (_("%s-未导入.xlsx") % file.stem)
        try:
            require_writable(report)
            actor = Actor.system("import", _("文件导入"))
            result = import_callbacks(file, actor=actor, now=now(), progress=self._progress, report_path=report)
        except CenterError as error:
            raise CommandError(error.message) from error
        self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False) if options["json"] else _words(result))

    def _progress(self, read: int, share: float) -> None:
        self.stderr.write(_("已读 %(read)d 行（%(share)d%%）") % {"read": read, "share": share * 100})


def _words(result: CallbackResult) -> str:
    counts = _("读入 %(read)d 行：办结或重办 %(concluded)d、补记 %(recorded)d、未变 %(unchanged)d、未导入 %(refused)d")
    line = counts % result.as_json()
    return f"{line}\n{_('未导入的行见 %s') % result.report_path}" if result.report_path else line
