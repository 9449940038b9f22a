"""Brings in a file of orders: `import_orders FILE --as live` starts work on them, `--as history` keeps a record."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.imports.importing import import_orders
from cases.imports.results import ImportResult, Mode
from foundation.clock import now
from foundation.paths import require_writable, writable_folder
from grid.queries import Precision
from kernel.actors import Actor
from kernel.errors import CenterError, Invalid


class Command(BaseCommand):
    help = "Import orders from a CSV or xlsx file; run again it changes nothing, interrupted it completes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", help="name of the column mapping; without it the header decides")
        parser.add_argument("--as", dest="mode", choices=[m.value for m in Mode], default=Mode.LIVE.value)
        parser.add_argument("--dry-run", action="store_true", help="read and check everything, write nothing")
        parser.add_argument("--report", type=Path, help="where refused rows go (here, named after FILE)")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON on standard output")

    def handle(self, *, file: Path, mode: str, report: Path | None, **options: Any) -> None:
        report = report or writable_folder() / (_("%s-未导入.xlsx") % file.stem)
        try:
            require_writable(report)
            result = import_orders(
                file,
                mapping=options["mapping"],
                mode=Mode(mode),
                actor=Actor.system("import", _("文件导入")),
                now=now(),
                dry_run=options["dry_run"],
                progress=self._progress,
                report_path=report,
            )
        except Invalid as error:
            lines = [error.message, *(f"{e.field}：{e.message}" for e in error.errors if e.message != error.message)]
            raise CommandError("\n".join(lines)) from error
        except CenterError as error:
            raise CommandError(error.message) from error
        self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False) if options["json"] else _words(result))

    def _progress(self, read: int, share: float) -> None:
        self.stderr.write(_("已读 %(read)d 行（%(share)d%%）") % {"read": read, "share": share * 100})


def _words(result: ImportResult) -> str:
    counts = _("读入 %(read)d 行：新增 %(created)d、更改 %(updated)d、未变 %(unchanged)d、未导入 %(refused)d")
    names = {str(p): str(p.label) for p in Precision} | {"outside": _("区外")}
    located = "、".join(f"{names[name]} {n}" for name, n in sorted(result.by_precision.items()) if n)
    lines = [counts % result.as_json(), _("定位：%s") % located if located else "", _("对应：%s") % result.mapping]
    if result.report_path:
        lines.append(_("未导入的行见 %s") % result.report_path)
    return "\n".join(line for line in lines if line)
