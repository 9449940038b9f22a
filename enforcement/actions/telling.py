"""Notices about whistles and summonses: the street's own words, numbers masked, never a requester's."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from deadlines.hearers import hearers_for
from deadlines.recipients import Recipient
from deadlines.rules import current_rules
from enforcement.models import Summons, SummonsClock, SummonsClockKind, Whistle
from kernel.texts import mask_numbers
from kernel.times import due_text
from notices.actions import NoticeRow, notify_many
from organizations.roll import current_roll

# What somebody has to act on at once; everything else informs.
_ALARMS = frozenset(
    {
        "summons.notified",
        "summons.refused",
        "summons.left_early",
        "summons.check_in_reminded",
        "whistle.supervised",
    }
)


def tell_called(
    whistle: Whistle, summonses: Iterable[Summons], clocks: Iterable[SummonsClock], *, now: datetime
) -> None:
    """Each department hears that it is called, for which duty, where and by when; at night at once in an emergency.
    `clocks` are those that its summons began with."""
    where, due = whistle.address or whistle.location_note, _due_times(clocks)
    rows, after = [], _after(whistle, "summons.notified", now)
    for summons in summonses:
        until = _by_when(due.get(summons.pk, {}), now=now)
        told = {"office": whistle.office, "matter": whistle.matter, "where": where, "duty": summons.duty, "by": until}
        words = _("%(office)s 吹哨：%(matter)s%(by)s，地点：%(where)s，职责：%(duty)s") % told
        rows.append(_row(whistle, summons.department_id, "summons.notified", words, about=summons, after=after))
    notify_many(rows, now=now)


def _due_times(clocks: Iterable[SummonsClock]) -> dict[int, dict[str, datetime]]:
    """By summons and kind of clock."""
    found: dict[int, dict[str, datetime]] = {}
    for clock in clocks:
        found.setdefault(clock.summons_id, {})[clock.kind] = clock.due_at
    return found


def _by_when(due: Mapping[str, datetime], *, now: datetime) -> str:
    """As “，请于 10:30 前签收、11:30 前到场”; what has no limit is left out."""
    words = {SummonsClockKind.SIGN: _("%s 前签收"), SummonsClockKind.ARRIVE: _("%s 前到场")}
    said = [word % due_text(due[kind], now=now) for kind, word in words.items() if kind in due]
    return _("，请于 %s") % "、".join(said) if said else ""


def tell_department(summons: Summons, kind: str, words: str, *, now: datetime) -> None:
    tell_departments([summons], kind, words, now=now)


def tell_departments(summonses: Sequence[Summons], kind: str, words: str, *, now: datetime) -> None:
    """The same to each department of one whistle, about its own summons."""
    if summonses:
        whistle = summonses[0].whistle
        after = _after(whistle, kind, now)
        rows = [_row(whistle, one.department_id, kind, words, about=one, after=after) for one in summonses]
        notify_many(rows, now=now)


def tell_office(whistle: Whistle, kind: str, words: str, *, now: datetime, about: Summons | None = None) -> None:
    notify_many([_row(whistle, whistle.office_id, kind, words, about=about, after=_after(whistle, kind, now))], now=now)


def tell_district(whistle: Whistle, kind: str, words: str, *, now: datetime, about: Summons | None = None) -> None:
    """The centre hears as a whole, and its duty supervisor in person."""
    centre = current_roll().centre
    if centre is None:
        return
    found = hearers_for({centre.pk}, {Recipient.SUPERVISION}, at=now).of(centre, [Recipient.SUPERVISION])
    after = _after(whistle, kind, now)
    people = [
        _row(whistle, one.organization_id, kind, words, about=about, after=after, user_id=one.user_id)
        for one in found.hearers
    ]
    notify_many([_row(whistle, centre.pk, kind, words, about=about, after=after), *people], now=now)


def _after(whistle: Whistle, kind: str, now: datetime) -> datetime | None:
    """When channels may tell of it: at night in the morning, unless it is an emergency."""
    return current_rules().quiet.deliver_after(now, urgency=whistle.kind, level=_level(kind))


def _level(kind: str) -> str:
    return "alarm" if kind in _ALARMS else "info"


def _row(
    whistle: Whistle,
    organization_id: int,
    kind: str,
    words: str,
    *,
    about: Summons | None,
    after: datetime | None,
    user_id: int | None = None,
) -> NoticeRow:
    number = about.number if about is not None else whistle.number
    return NoticeRow(
        organization_id=organization_id,
        user_id=user_id,
        kind=kind,
        title=_("%(number)s %(kind)s") % {"number": number, "kind": whistle.get_kind_display()},
        body=mask_numbers(words),
        subject_kind="whistle" if about is None else "summons",
        subject_id=number,
        level=_level(kind),
        deliver_after=after,
    )
