"""办结吹哨."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_whistle
from enforcement.models import Summons, Whistle
from enforcement.queries.unrated import to_rate
from enforcement.states import WhistleState
from kernel.actors import Actor
from kernel.errors import Refused


def close(whistle_id: int, *, words: str, actor: Actor, now: datetime, expected_version: int | None = None) -> Whistle:
    """The street closes what it began, once every department that reported is rated, and every one that was stood down
    after it refused or missed signing or coming. Raises Refused `not_all_rated`."""
    opened = open_whistle(whistle_id, action="close", actor=actor, now=now, expected_version=expected_version)
    with opened as change:
        rows = to_rate(Summons.objects.filter(whistle=change.whistle)).order_by("pk")
        unrated = list(rows.values_list("department__short_name", flat=True))
        if unrated:
            raise Refused(
                _("还没有评价 %(departments)s。") % {"departments": "、".join(unrated)},
                code="not_all_rated",
                departments=unrated,
            )
        change.head.to(WhistleState.CLOSED, by="close", ended_at=now, outcome=words[:500])
        change.head.event("closed", _("办结：%(words)s") % {"words": words})
    return change.whistle
