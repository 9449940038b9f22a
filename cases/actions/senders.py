"""Whose order it is: its sender alone sends it again or changes it, and the centre."""

from django.utils.translation import gettext as _

from cases.models import Case
from kernel.actors import Actor
from kernel.errors import Refused
from organizations.visibility import scope_of


def require_sender(case: Case, actor: Actor) -> None:
    """Raises Refused `order_no_taken`; says nothing of the case that has the number."""
    if actor.organization_id == case.sender_id or scope_of(actor).all:
        return
    raise Refused(_("这个来源和工单号已被另一单位使用，请换一个号。"), code="order_no_taken")
