"""办结吹哨."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_whistle
from enforcement.models import Whistle
from enforcement.states import SummonsState, WhistleState
from kernel.actors import Actor
from kernel.errors import Refused
from organizations.roll import current_roll


def close(whistle_id: int, *, words: str, actor: Actor, now: datetime, expected_version: int | None = None) -> Whistle:
    """The street closes what it began, once every department that reported is rated. Raises Refused `not_all_rated`."""
    opened = open_whistle(whistle_id, action="close", actor=actor, now=now, expected_version=expected_version)
    with opened as change:
        roll = current_roll()
        unrated = [roll.by_id[pk].short_name for pk, state in change.called() if state == SummonsState.REPORTED]
        if unrated:
            raise Refused(
                _("还没有评价 %(departments)s。") % {"departments": "、".join(unrated)},
                code="not_all_rated",
                departments=unrated,
            )
        change.head.to(WhistleState.CLOSED, by="close", ended_at=now, outcome=words[:500])
        change.head.event("closed", _("办结：%(words)s") % {"words": words})
    return change.whistle
