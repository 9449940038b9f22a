"""Hides numbers and callers' names in cases that came in before free text was veiled: `mask_cases [--dry-run]`."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cases.actions.mask_cases import Masked, mask_cases
from foundation.clock import now
from kernel.actors import Actor


class Command(BaseCommand):
    help = (
        "Masks numbers and the caller's name in title, content, address and extra fields; run again it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count, write nothing")
        parser.add_argument("--after", type=int, default=0, metavar="ID", help="go on after this key, as told last")

    def handle(self, *, dry_run: bool, after: int, **options: object) -> None:
        actor = Actor.system("console", _("控制台"))
        done = mask_cases(after_id=after, dry_run=dry_run, progress=self._told, actor=actor, now=now())
        words = (
            _("读 %(read)d 件，其中 %(masked)d 件要隐去。") if dry_run else _("读 %(read)d 件，隐去 %(masked)d 件。")
        )
        self.stdout.write(words % {"read": done.read, "masked": done.masked})

    def _told(self, so_far: Masked) -> None:
        self.stderr.write(
            _("读到 %(id)d：%(read)d 件，%(masked)d 件")
            % {"id": so_far.last_id, "read": so_far.read, "masked": so_far.masked}
        )
