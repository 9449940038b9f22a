"""manage.py explain_deadline: when something is due, and how that came about."""

import json
from argparse import ArgumentTypeError
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from deadlines.arithmetic import Pause, due, is_provisional
from deadlines.calendar import WorkCalendar
from deadlines.explain import explain, written
from deadlines.limits import Limit, LimitKind
from deadlines.packaged import packaged_calendar
from deadlines.rules import known_calendars
from deadlines.vectors import check, read_vectors
from kernel.errors import CenterError


def instant(text: str) -> datetime:
    """An ISO time with its offset; a naive one is refused."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no ISO 8601 time") from None
    if parsed.tzinfo is None:
        raise ArgumentTypeError(f"{text!r} has no offset: write 2025-03-12T11:30:00+08:00")
    return parsed


def decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ArgumentTypeError(f"{text!r} is no number") from None


def pause(text: str) -> Pause:
    """`A/B`: from A to B."""
    start, slash, end = text.partition("/")
    if not slash:
        raise ArgumentTypeError(f"{text!r} is no pause: write A/B")
    try:
        return Pause(instant(start), instant(end))
    except CenterError:
        raise ArgumentTypeError(f"{text!r} ends before it starts") from None


class Command(BaseCommand):
    help = "Prints the due instant of a time limit; -v 2 explains it day by day. Counts by the calendar that is "
    help += "named, else by the default one, by the packaged one as long as none has been loaded."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--start", type=instant, help="ISO 8601 with offset")
        parser.add_argument("--kind", choices=LimitKind.values)
        parser.add_argument("--n", type=decimal, help="how many; may be a fraction, except of statutory days")
        parser.add_argument("--pause", type=pause, nargs="*", action="extend", default=[], metavar="A/B")
        parser.add_argument("--calendar", default="", metavar="CODE", help="the default one when not given")
        parser.add_argument("--json", action="store_true", help='{"due": "…"} and nothing else')
        parser.add_argument("--vectors", type=Path, metavar="FILE", help="check a whole file of examples")

    def handle(
        self,
        *args: object,
        start: datetime | None,
        kind: str | None,
        n: Decimal | None,
        pause: list[Pause],
        calendar: str,
        vectors: Path | None,
        **options: object,
    ) -> None:
        counting_by = self._calendar(calendar)
        if vectors is not None:
            self._check(vectors, counting_by)
            return
        if start is None or kind is None or n is None:
            raise CommandError("--start, --kind and --n belong together (or give --vectors FILE)")
        try:
            limit = Limit(LimitKind(kind), n)
            end = due(start, limit, counting_by, pause)
        except CenterError as error:
            raise CommandError(error.message) from None
        except (OverflowError, ValueError):
            raise CommandError(_("日期超出可计算的范围（公元 1 年至 9999 年）。")) from None
        if options["json"]:
            self.stdout.write(json.dumps({"due": end.isoformat()}))
            return
        if options["verbosity"] in {2, 3}:
            for day in explain(start, limit, counting_by, pause):
                self.stdout.write(str(day))
        self.stdout.write(written(end, statutory=limit.kind.is_statutory))
        if is_provisional(start, limit, counting_by, end):
            self.stderr.write(_("暂定：日历数据只到 %(year)s 年，之后只按周末计算") % {"year": counting_by.horizon})

    def _check(self, path: Path, calendar: WorkCalendar) -> None:
        try:
            checked = list(check(read_vectors(path), calendar))
        except (OSError, ValueError) as error:
            raise CommandError(f"{path}: {error}") from None
        wrong = [c for c in checked if not c.is_right]
        for c in wrong:
            self.stdout.write(f"{c.id}: expected {c.expected}, got {c.got}")
        self.stdout.write(f"{len(checked)} checked, {len(wrong)} wrong")
        if wrong:
            raise SystemExit(1)

    def _calendar(self, code: str) -> WorkCalendar:
        try:
            default, by_code = known_calendars()
            if code and code not in by_code:
                known = ", ".join(sorted(by_code)) or "-"
                raise CommandError(f"no calendar {code!r}; there are: {known}")
            return by_code[code] if code else default
        except (OperationalError, ProgrammingError):  # no server, or not migrated yet
            self.stderr.write(_("数据库不可用，按随程序提供的日历计算"))
            return packaged_calendar()
