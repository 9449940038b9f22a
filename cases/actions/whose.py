"""How the actor must stand to a case for an action, besides holding the right to it."""

from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.companions import Companions
from cases.states import By
from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed
from organizations.roles import Role
from organizations.visibility import scope_of


def is_theirs(case: Case, by: By, around: Companions, *, actor: Actor) -> bool:
    """Whether the case is the actor's in this sense; the system may always act."""
    return actor.kind == ActorKind.SYSTEM or _RULES[by](case, around, actor)


def require_theirs(case: Case, by: By, around: Companions, *, actor: Actor) -> None:
    """Raises NotAllowed with the word who may do it."""
    if is_theirs(case, by, around, actor=actor):
        return
    lead = {"lead": case.lead or _("派遣员")}
    messages = {
        By.CENTRE: _("此项由区指挥中心办理。"),
        By.LEAD: _("只有主办单位能办理此项，请转告 %(lead)s。") % lead,
        By.LEAD_OR_CENTRE: _("此项由主办单位 %(lead)s 或区指挥中心办理。") % lead,
        By.INSPECTOR: _("此项由接到任务的监督员办理。"),
        By.ASSIGNED: _("贵单位在这件案件上没有待办的任务。"),
        By.SUPERVISED: _("这件案件没有等待贵单位答复的督办单。"),
    }
    raise NotAllowed(messages.get(by, _("此项不能由您办理。")))


def _is_centre(case: Case, around: Companions, actor: Actor) -> bool:
    return scope_of(actor).all


def _is_lead(case: Case, around: Companions, actor: Actor) -> bool:
    return case.lead_id is not None and actor.organization_id == case.lead_id


def _is_lead_or_centre(case: Case, around: Companions, actor: Actor) -> bool:
    return _is_lead(case, around, actor) or _is_centre(case, around, actor)


def _is_inspector(case: Case, around: Companions, actor: Actor) -> bool:
    """The person who was sent; where nobody was found, any inspector of the organization; the centre in their place."""
    if scope_of(actor).all:
        return True
    if Role.INSPECTOR not in actor.roles:
        return False
    sent = next(iter(around.errands), None)
    if sent is None or sent.person_key == actor.key:
        return True
    return not sent.person_key and sent.organization_id == actor.organization_id


def _has_task(case: Case, around: Companions, actor: Actor) -> bool:
    return any(task.organization_id == actor.organization_id for task in around.handed_on)


def _is_supervised(case: Case, around: Companions, actor: Actor) -> bool:
    """The unit that an order waits for; the action itself refuses when none waits."""
    return around.supervision is None or around.supervision.holder_id == actor.organization_id


def _anybody(case: Case, around: Companions, actor: Actor) -> bool:
    return True


_RULES = {
    By.SENDER: _anybody,  # the sender's own rule stands in `senders`
    By.CENTRE: _is_centre,
    By.LEAD: _is_lead,
    By.LEAD_OR_CENTRE: _is_lead_or_centre,
    By.INSPECTOR: _is_inspector,
    By.ASSIGNED: _has_task,
    By.SUPERVISED: _is_supervised,
    By.ANYONE: _anybody,
}
