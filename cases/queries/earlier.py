"""再次反映: what the same caller brought before about the same matter at the same place."""

from datetime import timedelta

from cases.models import Case, HandlingRules, Requester
from cases.queries.likeness import compared, with_likeness
from cases.rules.similarity import LIKELY
from cases.states import State

# Of one number looked at: a caller with more is known to the clerks anyway.
LOOKED_AT = 50


def earlier_of_the_same(case_id: int, *, rules: HandlingRules) -> Case | None:
    """The latest earlier case of this number that is likely the same matter, open or over; cancelled ones were none."""
    key = Requester.objects.filter(case=case_id).values_list("phone_hash", flat=True).first()
    if not key:
        return None
    mine = with_likeness(Case.objects.filter(pk=case_id)).get()
    since = mine.received_at - timedelta(days=rules.again_days)
    theirs = Case.objects.filter(requester__phone_hash=key, received_at__range=(since, mine.received_at))
    before = theirs.exclude(pk__gte=mine.pk).exclude(state=State.CANCELLED)
    found = list(with_likeness(before).order_by("-received_at", "-pk")[:LOOKED_AT])
    likely = [
        other for other, same in compared(mine, found, rules=rules, days=rules.again_days) if same.score >= LIKELY
    ]
    return max(likely, key=lambda other: (other.received_at, other.pk), default=None)
