"""Brings one kind of configuration in from a workbook or CSV: all of the file, or nothing of it."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.clock import now
from foundation.paths import sentence_of
from kernel.actors import Actor
from kernel.errors import CenterError
from organizations.sheets.apply import apply_file
from organizations.sheets.preview import preview
from organizations.sheets.reading import require_size
from organizations.sheets.registry import all_sheets, sheet_of
from organizations.sheets.remarks import Plan


class Command(BaseCommand):
    help = "Imports one kind of configuration. Ends with exit status 1 when a cell is wrong; then nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=list(all_sheets()))
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--json", action="store_true", help="the last line is JSON")

    def handle(self, *args: str, **options: Any) -> None:
        sheet, actor, path = sheet_of(options["kind"]), Actor.system("console", _("控制台")), options["file"]
        try:
            require_size(path.stat().st_size)
            content = path.read_bytes()
            plan = preview(sheet, content, name=path.name, actor=actor)
            is_applied = plan.may_be_applied and not options["dry_run"]
            if is_applied:
                plan = apply_file(sheet, content, name=path.name, actor=actor, now=now(), previewed=plan.fingerprint)
        except CenterError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(sentence_of(error, path)) from error
        self._tell(plan, is_applied=is_applied, as_json=options["json"])
        if plan.errors:
            raise SystemExit(1)

    def _tell(self, plan: Plan, *, is_applied: bool, as_json: bool) -> None:
        if as_json:
            told = plan.counts() | {"applied": is_applied, "errors": [asdict(error) for error in plan.errors]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for change in plan.changes:
            for cell in change.cells:
                self.stdout.write(f"{cell.address} {change.label} {cell.heading}: {cell.before} → {cell.after}")
        for error in plan.errors:
            self.stdout.write(f"{error.address} {error.heading}: {error.message}")
        for sentence in plan.consequences:
            self.stdout.write(sentence)
        self.stdout.write(", ".join(f"{name} {n}" for name, n in plan.counts().items()))
