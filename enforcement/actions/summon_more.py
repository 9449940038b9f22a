"""增加部门."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.calling import call, news_of
from enforcement.actions.checking import departments_of
from enforcement.actions.door import open_whistle
from enforcement.models import Whistle
from enforcement.queries.rules_now import whistle_rules
from enforcement.rules.blowing import Call
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid
from notices.outbox import append_many


def summon_more(
    whistle_id: int,
    *,
    calls: Sequence[Call],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Whistle:
    """The spot shows that others are needed too: they are called now, and their clocks begin now."""
    opened = open_whistle(whistle_id, action="summon_more", actor=actor, now=now, expected_version=expected_version)
    with opened as change:
        whistle, count = change.whistle, len(change.standing)
        departments = departments_of(calls, cap=whistle_rules(at=now).departments_cap, called=count)
        _require_new(calls, {department for department, _state in change.standing.values()})
        summonses = call(whistle, calls, departments, after=count, actor=actor, now=now)
        change.standing |= {one.pk: (one.department_id, one.state) for one in summonses}
        append_many(news_of(summonses, change.watchers), now=now)
        change.head.event("summoned_more", _("增加 %(n)d 家部门") % {"n": len(summonses)}, departments=len(summonses))
    return change.whistle


def _require_new(calls: Sequence[Call], called: set[int]) -> None:
    message = _("该部门已被这次吹哨召集。")
    errors = [
        FieldError(f"departments.{n}.organization", "twice", message)
        for n, one in enumerate(calls)
        if one.department_id in called
    ]
    if errors:
        raise Invalid(message, errors=errors)
