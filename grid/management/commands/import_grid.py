"""Imports a district's own layers, or says everything that is wrong with them."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.clock import now
from foundation.paths import require_writable
from grid.actions.import_layers import import_layers
from grid.imports.frames import Frame
from grid.imports.layers import Layer
from grid.management.import_report import sentences, summary, write_xlsx
from kernel.actors import Actor
from kernel.errors import CenterError
from kernel.times import local_date


class Command(BaseCommand):
    help = "Import streets, communities, unit grids, duty grids and components; all or nothing, safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="GeoJSON, CSV or xlsx")
        parser.add_argument(
            "--layer",
            type=Layer,
            choices=list(Layer),
            metavar="|".join(Layer),
            help="layer of all files; recognised if left out",
        )
        parser.add_argument(
            "--crs", type=Frame, choices=list(Frame), metavar="|".join(Frame), help="overrides the files' own"
        )
        parser.add_argument("--as-of", type=date.fromisoformat, help="first day in force, today if left out")
        parser.add_argument("--complete", action="store_true", help="the files hold all components of their classes")
        parser.add_argument("--dry-run", action="store_true", help="only check")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the outcome as JSON")
        parser.add_argument("--report", type=Path, help="write all findings to this xlsx file")

    def handle(self, *args: object, **options: Any) -> None:
        moment, report = now(), options["report"]
        try:
            if report is not None:
                require_writable(report)
            imported = import_layers(
                options["files"],
                layer=options["layer"],
                frame=options["crs"],
                as_of=options["as_of"] or local_date(moment),
                is_complete=options["complete"],
                is_dry_run=options["dry_run"],
                actor=Actor.system("import_grid", _("网格导入")),
                now=moment,
            )
        except CenterError as error:
            raise CommandError(error.message) from error
        if report is not None:
            write_xlsx(report, imported.findings.entries)
        if options["as_json"]:
            self.stdout.write(json.dumps(summary(imported, report=report), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(sentences(imported, is_dry_run=options["dry_run"])))
        if imported.findings.faults:
            raise SystemExit(1)
