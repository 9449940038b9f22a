"""Releasing summonses, one or many: what they missed stays missed, the rest ends unjudged."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.arriving import settle_arrivals
from enforcement.actions.course import Part
from enforcement.actions.telling import tell_departments
from enforcement.actions.timing import cancel_clocks, end_clocks
from enforcement.states import SummonsState


def release(parts: Sequence[Part], *, reason: str, is_undone: bool = False, now: datetime) -> None:
    """`is_undone`: the whistle itself is taken back, so that nobody missed anything."""
    settle_arrivals(parts, now=now)
    rows = [part.row for part in parts]
    (cancel_clocks if is_undone else end_clocks)(rows, now=now)
    words = _("解除：%(reason)s") % {"reason": reason}
    for part in parts:
        part.to(SummonsState.STOOD_DOWN, by="stand_down", stood_down_at=now, stand_down_reason=reason[:300])
        part.event("stood_down", words)
    tell_departments(rows, "summons.stood_down", words, now=now)
