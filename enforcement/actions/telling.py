"""Notices about whistles and summonses: the street's own words, numbers masked, never a requester's."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from deadlines.hearers import hearers_for
from deadlines.recipients import Recipient
from deadlines.rules import current_rules
from enforcement.models import Summons, Whistle
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


def tell_called(whistle: Whistle, summonses: Iterable[Summons], *, now: datetime) -> None:
    """Each department hears that it is called, for which duty, where and by when; at night at once in an emergency."""
    where = whistle.address or whistle.location_note
    until = _("，请于 %s 前到场") % due_text(whistle.arrive_by, now=now) if whistle.arrive_by else ""
    rows, after = [], _after(whistle, "summons.notified", now)
    for summons in summonses:
        told = {"office": whistle.office, "matter": whistle.matter, "where": where, "duty": summons.duty, "by": until}
        words = _("%(office)s 吹哨：%(matter)s，地点：%(where)s，职责：%(duty)s%(by)s") % told
        rows.append(_row(whistle, summons.department_id, "summons.notified", words, about=summons, after=after))
    notify_many(rows, now=now)


def tell_department(summons: Summons, kind: str, words: str, *, now: datetime) -> None:
    after = _after(summons.whistle, kind, now)
    notify_many([_row(summons.whistle, summons.department_id, kind, words, about=summons, after=after)], now=now)


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
