"""Whether somebody sees a case that is at hand: the rule of `visibility`, answered from what was read with the case."""

from django.utils.translation import gettext as _

from cases.models import Case, CaseParty
from cases.queries.companions import Companions
from cases.queries.visibility import Sight, sight_of, visible_to
from kernel.actors import Actor
from kernel.errors import NotFound


def require_sight(case: Case, around: Companions, *, actor: Actor) -> None:
    """Raises NotFound, as for a case that is not there: what was the actor's when it was looked up may have gone to
    others while the actor waited for it."""
    if not sees(case, around, actor=actor):
        raise NotFound(_("没有这件案件，或不在贵单位可见范围内。"))


def sees(case: Case, around: Companions, *, actor: Actor) -> bool:
    """The queryset has the last word: it alone is asked what these rows do not tell."""
    sight = sight_of(actor)
    return sight.scope.all or _as_read(case, around, sight) or visible_to(actor).filter(pk=case.pk).exists()


def _as_read(case: Case, around: Companions, sight: Sight) -> bool:
    scope = sight.scope
    if not scope.organization_ids:
        return False
    if sight.person and any(task.person_key == sight.person for task in around.tasks):
        return True
    if sight.only_inspects:
        return False
    lies_there = case.community_id in scope.community_ids if scope.community_ids else case.street_id in scope.street_ids
    if lies_there or not scope.organization_ids.isdisjoint((case.lead_id, case.sender_id)):
        return True
    parts = (party for party in around.parties if party.part != CaseParty.Part.LEAD)
    return any(party.organization_id in scope.organization_ids for party in parts)
