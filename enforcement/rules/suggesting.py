"""Which departments to call: by their duty lists and by past whistles, ranked on plain values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# What is expected before anything is remembered: by a duty of the very category, a little less for each level above it;
# by a duty for every category; by no duty at all. A duty of the own street, or of the own kind, says more.
_DUTY, _CATEGORY_STEP, _LEAST_OF_CATEGORY, _ANY_CATEGORY, _NO_DUTY = 0.9, 0.1, 0.5, 0.2, 0.03
_OWN_STREET, _OWN_KIND = 0.05, 0.03
# In their order, each with how many past whistles it takes until they say as much as what was expected without them;
# found by trying on generated whistles (`bench whistle`), with addresses to the house and to the community.
_LIKENESSES = {"kind": 8, "category": 6, "place": 12}


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
    likeness: str  # "kind" (of this street), "category" or "place"
    called: int
    of: int
    duty: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A department, the duty to call it by, and why: the listed duties and past calls that speak for it, the strongest
    first. `score` is how likely it is called, between 0 and 1."""

    department_id: int
    duty: str
    score: float
    duties: tuple[ListedDuty, ...]
    pasts: tuple[PastCall, ...]


def rank(duties: Iterable[ListedDuty], pasts: Iterable[PastCall], *, limit: int = 10) -> list[Suggestion]:
    """Best first; equal ones by department, so that the same question has the same answer.

    A duty that is listed for the category is never outweighed; a general one says little. Each likeness moves what was
    expected towards what it saw, the more the more it saw. What happened at a place is believed last and least readily:
    one place may have several troubles.
    """
    listed: dict[int, list[ListedDuty]] = defaultdict(list)
    habit: dict[int, list[PastCall]] = defaultdict(list)
    seen: dict[str, int] = defaultdict(int)
    for duty in duties:
        listed[duty.department_id].append(duty)
    for past in pasts:
        habit[past.department_id].append(past)
        seen[past.likeness] = max(seen[past.likeness], past.of)
    found = [_suggestion(pk, listed.get(pk, []), habit.get(pk, []), seen) for pk in listed.keys() | habit.keys()]
    return sorted(found, key=lambda one: (-one.score, one.department_id))[:limit]


def _suggestion(
    department_id: int, duties: Sequence[ListedDuty], pasts: Sequence[PastCall], seen: Mapping[str, int]
) -> Suggestion:
    best = sorted(duties, key=_by_duty, reverse=True)
    usual = sorted(pasts, key=_closeness, reverse=True)
    expected = _by_duty(best[0]) if best else _NO_DUTY
    called = {past.likeness: past.called for past in pasts}
    for likeness, doubt in _LIKENESSES.items():
        expected = (called.get(likeness, 0) + doubt * expected) / (seen.get(likeness, 0) + doubt)
    if best and best[0].distance is not None:
        expected = max(expected, _by_duty(best[0]))
    return Suggestion(department_id, best[0].duty if best else usual[0].duty, expected, tuple(best), tuple(usual))


def _by_duty(one: ListedDuty) -> float:
    """A duty for every category is the weakest; one of the very category the strongest."""
    by_category = _ANY_CATEGORY
    if one.distance is not None:
        by_category = max(_DUTY - _CATEGORY_STEP * one.distance, _LEAST_OF_CATEGORY)
    return by_category + _OWN_STREET * one.is_own_street + _OWN_KIND * one.is_own_kind


def _closeness(one: PastCall) -> tuple[int, float]:
    return list(_LIKENESSES).index(one.likeness), one.called / one.of if one.of else 0.0
