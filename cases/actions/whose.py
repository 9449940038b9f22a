"""How the actor must stand to a case for an action, besides holding the right to it."""

from django.utils.translation import gettext as _

from cases.models import Case, CaseTask, SupervisionOrder
from cases.states import By
from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed
from organizations.roles import Role
from organizations.visibility import scope_of


def is_theirs(case: Case, by: By, *, actor: Actor) -> bool:
    """Whether the case is the actor's in this sense; the system may always act."""
    return actor.kind == ActorKind.SYSTEM or _RULES[by](case, actor)


def require_theirs(case: Case, by: By, *, actor: Actor) -> None:
    """Raises NotAllowed with the word who may do it."""
    if is_theirs(case, by, actor=actor):
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


def _is_centre(case: Case, actor: Actor) -> bool:
    return scope_of(actor).all


def _is_lead(case: Case, actor: Actor) -> bool:
    return case.lead_id is not None and actor.organization_id == case.lead_id


def _is_lead_or_centre(case: Case, actor: Actor) -> bool:
    return _is_lead(case, actor) or _is_centre(case, actor)


def _is_inspector(case: Case, actor: Actor) -> bool:
    """The person who was sent; where nobody was found, any inspector of the organization; the centre in their place."""
    if scope_of(actor).all:
        return True
    if Role.INSPECTOR not in actor.roles:
        return False
    open_task = CaseTask.objects.filter(case=case, kind__in=CaseTask.INSPECTIONS, state=CaseTask.State.OPEN)
    sent = open_task.values_list("person_key", "organization").first()
    return sent is None or sent[0] == actor.key or (not sent[0] and sent[1] == actor.organization_id)


def _has_task(case: Case, actor: Actor) -> bool:
    tasks = CaseTask.objects.filter(case=case, kind__in=CaseTask.HANDED_ON, state=CaseTask.State.OPEN)
    return actor.organization_id is not None and tasks.filter(organization=actor.organization_id).exists()


def _is_supervised(case: Case, actor: Actor) -> bool:
    """The unit that an order waits for; the action itself refuses when none waits."""
    waiting = SupervisionOrder.objects.filter(case=case, state=SupervisionOrder.State.OPEN)
    holder = waiting.values_list("holder", flat=True).first()
    return holder is None or holder == actor.organization_id


def _anybody(case: Case, actor: Actor) -> bool:
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
