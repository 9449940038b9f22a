"""What the case of a whistle is told: how it stands, and whether the reply must wait for it."""

from collections.abc import Collection
from datetime import datetime

from cases.actions.link import link
from enforcement.models import Whistle
from enforcement.states import OWING, WHISTLE_TERMINAL
from kernel.actors import Actor


def tell_case(whistle: Whistle, summonses: Collection[str], *, actor: Actor, now: datetime) -> None:
    """A reply waits until every department has reported, is excused or stood down. Said again it changes nothing; the
    caller holds the case's lock already."""
    if whistle.case_id is None:
        return
    is_owed = whistle.state not in WHISTLE_TERMINAL and not OWING.isdisjoint(summonses)
    link(
        whistle.case_id,
        kind="whistle",
        ref=whistle.number,
        title=whistle.matter,
        state=whistle.get_state_display(),
        holds_reply=is_owed,
        actor=actor,
        now=now,
    )
