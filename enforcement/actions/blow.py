"""吹哨."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import door as case_door
from cases.actions.placing import columns_of, located
from cases.models import Case, Category
from cases.queries.visibility import visible_to
from cases.states import TERMINAL
from enforcement.actions.calling import call, news_of
from enforcement.actions.case_link import tell_case
from enforcement.actions.checking import departments_of, office_of, require_sense
from enforcement.actions.course import Part, whistle_part
from enforcement.actions.numbers import next_number
from enforcement.actions.photos import attach
from enforcement.actions.repeating import count_repeat, go_up
from enforcement.models import Whistle, WhistleAttachment
from enforcement.queries.rules_now import whistle_rules
from enforcement.queries.visibility import audience_of, watchers_of
from enforcement.rules.blowing import Blow, Leader
from kernel.actors import Actor
from kernel.errors import NotFound, Refused
from notices.outbox import append_many
from organizations.models import Organization
from organizations.permissions import require

# What a whistle takes from its case when the street names no other place.
_PLACE = ("address", "lon", "lat", "precision", "street", "community", "unit_grid", "is_outside", "location_note")


def blow(facts: Blow, *, actor: Actor, now: datetime, repeat_of: Whistle | None = None) -> Whistle:
    """A named leader of the street calls the departments whose duty it is; they must come (街道办事处条例 §5, §11).

    One transaction: the whistle, a summons with its clocks and its notice for each department, the link in the case.
    Raises NotAllowed (no right, no street), Invalid, NotFound for a case the actor does not see, Refused `case_over`.
    """
    require(actor, "enforcement.blow")
    office, rules = office_of(actor), whistle_rules(at=now)
    require_sense(facts, now=now)
    departments = departments_of(facts.calls, cap=rules.departments_cap)
    with transaction.atomic():
        case = _case_of(facts.case_id, actor=actor)
        whistle = _new_whistle(facts, office, case, actor=actor, now=now)
        count_repeat(whistle, repeat_of, days=rules.repeat_days)
        whistle.save(force_insert=True)
        summonses = call(whistle, facts.calls, departments, after=0, actor=actor, now=now)
        head = whistle_part(whistle, actor=actor, now=now)
        attach(head, facts.attachments, role=WhistleAttachment.Role.BLOWN)
        _write_course(head, count=len(summonses))
        if whistle.repeat_count >= rules.repeat_cap:
            go_up(head)
        head.save()
        called = [(one.department_id, one.state) for one in summonses]
        watchers = watchers_of(whistle)
        append_many([*head.news(audience_of(watchers, called)), *news_of(summonses, watchers)], now=now)
        tell_case(whistle, [state for _department, state in called], actor=actor, now=now)
    return whistle


def _case_of(case_id: int | None, *, actor: Actor) -> Case | None:
    """The case under its lock, the first in the order of locks."""
    if case_id is None:
        return None
    case = case_door.locked(case_id) if visible_to(actor).filter(pk=case_id).exists() else None
    if case is None:
        raise NotFound(_("没有这件案件。"))
    if case.state in TERMINAL:
        raise Refused(_("案件已了结，不能再为它吹哨。"), code="case_over", case_no=case.case_no)
    return case


def _new_whistle(facts: Blow, office: Organization, case: Case | None, *, actor: Actor, now: datetime) -> Whistle:
    leader = facts.leader or Leader(actor.label)
    return Whistle(
        number=next_number(now=now),
        kind=facts.kind,
        version=0,
        office=office,
        leader_name=leader.name[:40],
        leader_post=leader.post[:40],
        blown_by_key=actor.key,
        blown_by_label=actor.label,
        matter=facts.matter.strip()[:200],
        details=facts.details,
        category=_category_of(facts, case),
        case=case,
        is_from_public_request=facts.is_from_public_request or case is not None,
        arrive_by=facts.arrive_by,
        finish_by=facts.finish_by,
        blown_at=now,
        **_place_of(facts, case),
    )


def _category_of(facts: Blow, case: Case | None) -> Category | None:
    """Raises NotFound for a category that is not there."""
    if facts.category_id is None:
        return case.category if case is not None else None
    found = Category.objects.filter(pk=facts.category_id).first()
    if found is None:
        raise NotFound(_("没有这个类别。"))
    return found


def _place_of(facts: Blow, case: Case | None) -> dict[str, Any]:
    said = facts.whereabouts
    if case is not None and not (said.address or said.street or said.community or said.lon is not None):
        return {name: getattr(case, name) for name in _PLACE}
    return columns_of(located(said), said)


def _write_course(head: Part, *, count: int) -> None:
    whistle = head.row
    told = {
        "office": whistle.office,
        "leader": f"{whistle.leader_post}{whistle.leader_name}",
        "kind": whistle.get_kind_display(),
        "n": count,
    }
    head.event("blown", _("%(office)s %(leader)s 吹%(kind)s，召集 %(n)d 家部门") % told, departments=count)
