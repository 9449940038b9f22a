"""Loads the demo district: boundary, streets, communities, unit grids, gazetteer."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.clock import now
from grid.actions.load_district import load_district
from kernel.actors import Actor
from kernel.errors import Refused


class Command(BaseCommand):
    help = "Load the district of grid/data; safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=date.fromisoformat, default=date(2024, 1, 1), help="first day in force")

    def handle(self, *args: object, as_of: date, **options: object) -> None:
        try:
            loaded = load_district(as_of=as_of, actor=Actor.system("load_district", _("区域导入")), now=now())
        except Refused as refused:
            raise CommandError(refused.message) from refused
        counts = _("区 %(districts)d，街道 %(streets)d，社区 %(communities)d，单元网格 %(unit_grids)d，地名 %(places)d")
        news = _("新增 %(added)d 条") if loaded.added else _("已是最新，没有改动")
        facts = {name: getattr(loaded, name) for name in loaded.__slots__}
        self.stdout.write(f"{counts % facts}（{news % facts}）")
