"""How the actor must stand to a whistle or a summons for an action, besides holding the right to it."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from enforcement.models import Summons, Whistle
from enforcement.states import By
from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed
from organizations.visibility import scope_of


def is_theirs(
    by: By, whistle: Whistle, *, actor: Actor, summons: Summons | None = None, called: Collection[int] = ()
) -> bool:
    """Whether it is the actor's in this sense; the system may always act. Of a whistle itself any department that is
    `called` may do what is the departments' to do."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    if by == By.CENTRE:
        return scope_of(actor).all
    is_street = actor.organization_id == whistle.office_id
    departments = {summons.department_id} if summons is not None else set(called)
    is_department = actor.organization_id in departments
    return {
        By.STREET: is_street,
        By.DEPARTMENT: is_department,
        By.DEPARTMENT_OR_STREET: is_street or is_department,
        By.SYSTEM: False,
    }[by]


def require_theirs(
    by: By, whistle: Whistle, *, actor: Actor, summons: Summons | None = None, called: Collection[int] = ()
) -> None:
    """Raises NotAllowed with the word who may do it."""
    if is_theirs(by, whistle, actor=actor, summons=summons, called=called):
        return
    messages = {
        By.CENTRE: _("此项由区指挥中心办理。"),
        By.STREET: _("此项由吹哨街道 %(office)s 办理。") % {"office": whistle.office},
        By.DEPARTMENT: _("此项由被吹哨的部门办理。"),
        By.DEPARTMENT_OR_STREET: _("此项由被吹哨的部门或吹哨街道 %(office)s 办理。") % {"office": whistle.office},
        By.SYSTEM: _("此项由系统办理。"),
    }
    raise NotAllowed(messages[by])
