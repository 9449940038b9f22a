"""Real times lived through again: the lateness that the system judges is the lateness that the file itself shows."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest

from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.reply import reply
from cases.actions.sign import sign
from cases.models import CaseClock, ClockKind, FilingStandard
from kernel.times import SHANGHAI
from organizations.roles import Role
from tests import make

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no files of orders at {DATA}")
FRAMES = ((time(9), time(12)), (time(13), time(18)))
WORK_DAYS = 15


class Replay:
    """Lives a row through the real actions at the row's own times."""

    def __init__(self, town: Any) -> None:
        self.town = town
        self.dispatcher = make.person(town.centre, Role.DISPATCHER)
        self.officer = make.person(town.department, Role.DEPARTMENT_OFFICER)

    def live(self, order_no: str, *, created: datetime, answered: datetime, due: datetime | None = None) -> None:
        facts = {"order_no": order_no, "received_at": created, "reply_due_at": due}
        case = make.case(sender=self.town.city, now=created, **facts)
        dispatch(case.pk, target=self.town.department, actor=self.dispatcher, now=created)
        sign(case.pk, actor=self.officer, now=created)
        contact(case.pk, note="已联系", actor=self.officer, now=created)
        reply(case.pk, text="已办理", actor=self.officer, now=answered)


def judged() -> dict[str, timedelta]:
    """By order number, how late the answer was; nothing for those in time."""
    late = CaseClock.objects.filter(kind=ClockKind.HANDLE, state="missed").select_related("case")
    return {clock.case.order_no: clock.stopped_at - clock.due_at for clock in late}


def requests(every: int) -> Iterator[tuple[str, datetime, datetime, datetime]]:
    with (DATA / "baltimore_311_2018_sample.csv").open(encoding="utf-8-sig") as lines:
        rows = [row for row in csv.DictReader(lines) if row["DueDate"] and row["CloseDate"]]
    for row in rows[::every]:
        created, due, closed = (_us(row[name]) for name in ("CreatedDate", "DueDate", "CloseDate"))
        yield row["SRRecordID"], created, due, closed


def _us(text: str) -> datetime:
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("every", [200, pytest.param(1, marks=pytest.mark.long)])
def test_requests_with_a_due_time_are_late_when_the_file_says_so(town, every):
    replay, expected, lived = Replay(town), {}, 0
    for number, created, due, closed in requests(every):
        replay.live(number, created=created, due=due, answered=closed)
        lived += 1
        if closed > due:
            expected[number] = closed - due
    assert judged() == expected
    assert CaseClock.objects.filter(kind=ClockKind.HANDLE, state="met").count() == lived - len(expected)
    assert 0.1 < len(expected) / lived < 0.25


def messages(every: int) -> Iterator[tuple[str, datetime, datetime]]:
    with (DATA / "petition_replied_2816.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows[::every]:
        yield row["message_id"], _local(row["created_at"]), _local(row["replied_at"])


def _local(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)


def worked(start: datetime, end: datetime) -> timedelta:
    """Working time between two instants, counted day by day without the house's own calendar."""
    total, day = timedelta(), start.date()
    while day <= end.date():
        if chinese_calendar.is_workday(day):
            total += sum((_overlap(day, frame, start, end) for frame in FRAMES), timedelta())
        day += timedelta(days=1)
    return total


def _overlap(day: date, frame: tuple[time, time], start: datetime, end: datetime) -> timedelta:
    opens, closes = (datetime.combine(day, edge, SHANGHAI) for edge in frame)
    return max(min(end, closes) - max(start, opens), timedelta())


@pytest.mark.parametrize("every", [60, pytest.param(1, marks=pytest.mark.long)])
def test_messages_are_late_after_fifteen_working_days_of_their_own_years(town, every):
    general = FilingStandard.objects.get(urgency="general")
    general.limit_value, general.limit_kind, general.valid_from = WORK_DAYS, "work_day", date(2005, 1, 1)
    general.save()
    replay, expected, lived = Replay(town), set(), 0
    for number, created, replied in messages(every):
        replay.live(number, created=created, answered=replied)
        lived += 1
        if worked(created, replied) > timedelta(hours=8 * WORK_DAYS):
            expected.add(number)
    assert set(judged()) == expected
    assert 0.1 < len(expected) / lived < 0.9
