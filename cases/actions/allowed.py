"""What an actor may do with a case as it stands; the desk's buttons and the API's `allowed_actions`."""

from cases.models import Case
from cases.states import TRANSITIONS, may_act
from kernel.actors import Actor
from organizations.permissions import may
from organizations.visibility import scope_of

# Done by the unit that leads the case; all others but a note are the centre's.
BY_LEAD = frozenset({"sign", "contact", "reply"})
BY_ANYONE = frozenset({"note"})
# Not offered on a case: a new order begins it, and its sender alone changes it.
BY_SENDER = frozenset({"receive", "change_order"})


def allowed_actions(case: Case, *, actor: Actor) -> list[str]:
    """Names of the actions, in the order of a case's day."""
    is_lead = case.lead_id is not None and actor.organization_id == case.lead_id
    is_centre = scope_of(actor).all

    def is_mine(name: str) -> bool:
        if name in BY_ANYONE:
            return True
        return is_lead if name in BY_LEAD else is_centre

    offered = [name for name in TRANSITIONS if name not in BY_SENDER]
    return [n for n in offered if may_act(n, case.state) and is_mine(n) and may(actor, f"cases.{n}")]
