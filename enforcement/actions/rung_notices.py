"""What a passed rung of a summons says, and to whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from deadlines.hearers import Hearer, Hearers, hearers_for
from deadlines.rung_actions import RungAction
from deadlines.sweep import Fired
from enforcement.models import Summons, SummonsClock
from kernel.texts import mask_numbers
from kernel.times import due_text
from notices.tellings import Telling


def rung_words(clock: SummonsClock, rung_name: str, *, now: datetime) -> str:
    """ "应哨签收未签收报单位领导，应于 11-24 11:30 前完成" """
    told = {"clock": clock.kind_name, "rung": rung_name, "due": due_text(clock.due_at, now=now)}
    return _("%(clock)s%(rung)s，应于 %(due)s 前完成") % told


def tellings_of(told: Sequence[tuple[Summons, Fired]], *, now: datetime) -> tuple[list[Telling], Hearers]:
    """Each rung with those who hear of it now, through the organization tree and the duty rosters; whatever is more
    than a reminder is told to the street that waits as well."""
    recipients = {recipient for _summons, f in told for recipient in f.recipients}
    hearers = hearers_for({f.clock.holder_id for _summons, f in told}, recipients, at=now)
    tellings = []
    for summons, f in told:
        street = () if f.action == RungAction.REMIND else (Hearer(summons.whistle.office_id),)
        found, words = hearers.of(f.clock.holder, f.recipients), _body(summons, f, now=now)
        tellings.append(Telling("summons", summons.number, f, found, words, beside=street))
    return tellings, hearers


def _body(summons: Summons, fired: Fired, *, now: datetime) -> str:
    told = {
        "words": rung_words(cast(SummonsClock, fired.clock), fired.name, now=now),
        "department": fired.clock.holder.short_name,
        "matter": summons.whistle.matter,
    }
    return mask_numbers(_("%(department)s %(words)s，事项：%(matter)s") % told)
