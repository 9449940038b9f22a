"""Which departments to call: by their duty lists and by past whistles, ranked on plain values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A duty list says who must come; habit says who usually does. The closest duty weighs more than many habits.
_DUTY, _CATEGORY_STEP, _OWN_STREET, _OWN_KIND = 100.0, 10.0, 15.0, 10.0
_PAST_CATEGORY, _PAST_KIND, _PAST_PLACE = 40.0, 10.0, 25.0


@dataclass(frozen=True, slots=True)
class ListedDuty:
    """A duty that fits. `distance` is how many levels its category lies above the asked one; None: any category."""

    department_id: int
    duty: str
    distance: int | None
    is_own_street: bool
    is_own_kind: bool


@dataclass(frozen=True, slots=True)
class PastCall:
    """Of the past whistles that are like this one in a way, how many called the department, of how many."""

    department_id: int
    likeness: str  # "category", "kind" or "place"
    called: int
    of: int
    duty: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A department, the duty to call it by, and why: the listed duties and past calls that speak for it."""

    department_id: int
    duty: str
    score: float
    duties: tuple[ListedDuty, ...]
    pasts: tuple[PastCall, ...]


def rank(duties: Iterable[ListedDuty], pasts: Iterable[PastCall], *, limit: int = 10) -> list[Suggestion]:
    """Best first; equal ones by department, so that the same question has the same answer."""
    listed: dict[int, list[ListedDuty]] = defaultdict(list)
    habit: dict[int, list[PastCall]] = defaultdict(list)
    for duty in duties:
        listed[duty.department_id].append(duty)
    for past in pasts:
        habit[past.department_id].append(past)
    found = [_suggestion(pk, listed.get(pk, []), habit.get(pk, [])) for pk in listed.keys() | habit.keys()]
    return sorted(found, key=lambda one: (-one.score, one.department_id))[:limit]


def _suggestion(department_id: int, duties: Sequence[ListedDuty], pasts: Sequence[PastCall]) -> Suggestion:
    best = sorted(duties, key=_weight_of_duty, reverse=True)
    usual = sorted(pasts, key=_weight_of_past, reverse=True)
    score = (_weight_of_duty(best[0]) if best else 0.0) + sum(map(_weight_of_past, usual))
    return Suggestion(department_id, best[0].duty if best else usual[0].duty, score, tuple(best), tuple(usual))


def _weight_of_duty(one: ListedDuty) -> float:
    """A duty for every category is the weakest; one of the very category the strongest."""
    by_category = _DUTY / 2 if one.distance is None else max(_DUTY - _CATEGORY_STEP * one.distance, _DUTY / 2)
    return by_category + _OWN_STREET * one.is_own_street + _OWN_KIND * one.is_own_kind


def _weight_of_past(one: PastCall) -> float:
    weight = {"category": _PAST_CATEGORY, "kind": _PAST_KIND, "place": _PAST_PLACE}[one.likeness]
    return weight * one.called / one.of if one.of else 0.0
