"""What an actor may do with a case as it stands; the desk's buttons and the API's `allowed_actions`."""

from cases.models import Case, SupervisionOrder
from cases.states import TRANSITIONS, may_act
from kernel.actors import Actor
from organizations.permissions import may
from organizations.visibility import scope_of

# Done by the unit that leads the case; all others but a note are the centre's.
BY_LEAD = frozenset({"sign", "contact", "reply"})
BY_ANYONE = frozenset({"note"})
# Depend on whether an order waits for its answer, and from whom.
ABOUT_SUPERVISION = frozenset({"supervise", "answer_supervision"})
# Not offered on a case: a new order begins it, and its sender alone changes it.
BY_SENDER = frozenset({"receive", "change_order"})


def allowed_actions(case: Case, *, actor: Actor) -> list[str]:
    """Names of the actions, in the order of a case's day."""
    is_lead = case.lead_id is not None and actor.organization_id == case.lead_id
    is_centre = scope_of(actor).all
    waits_for = _answers_supervision(case) if case.is_supervised else None

    def is_mine(name: str) -> bool:
        if name in BY_ANYONE:
            return True
        if name in ABOUT_SUPERVISION:
            return _may_supervise(name, waits_for, actor, is_centre=is_centre)
        return is_lead if name in BY_LEAD else is_centre

    offered = [name for name in TRANSITIONS if name not in BY_SENDER]
    return [n for n in offered if may_act(n, case.state) and is_mine(n) and may(actor, f"cases.{n}")]


def _may_supervise(name: str, waits_for: int | None, actor: Actor, *, is_centre: bool) -> bool:
    if name == "supervise":
        return is_centre and waits_for is None
    return waits_for is not None and waits_for == actor.organization_id


def _answers_supervision(case: Case) -> int | None:
    """The organization whose answer is waited for."""
    waiting = SupervisionOrder.objects.filter(case=case, state=SupervisionOrder.State.OPEN)
    return waiting.values_list("holder", flat=True).first()
