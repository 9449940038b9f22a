"""How likely two cases are one matter, with the reasons in words: place, category, text, time, requester.

One matter lies at one place and is said in similar words or named by the same category: place and matter multiply, so
that neither alone makes a duplicate (the same spot has other troubles, the same trouble is elsewhere too).
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import cos, hypot, log, radians, sqrt

from django.utils.translation import gettext as _

from cases.rules.set_phrases import SET_PHRASES
from kernel.texts import bigrams

# From here on a pair is shown to the dispatcher: chosen on one half of generated pairs (`test_duplicate_quality`).
LIKELY = 0.38
_NEAR, _EARTH_METRES = 50.0, 6_371_000.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is compared of one case. `point` only when it was known that closely; `path` are ids from the category up;
    `at_days` the receipt in days from any beginning."""

    text: str
    address: str
    path: tuple[int, ...] = ()
    point: tuple[float, float] | None = None
    unit_grid: int | None = None
    community: int | None = None
    street: int | None = None
    requester: str = ""
    at_days: float = 0.0


@dataclass(frozen=True, slots=True)
class Similarity:
    """0 to 1, and why in one sentence."""

    score: float
    reason: str


def tokens_of(one: Likeness) -> frozenset[str]:
    """The pairs of characters that say what it is about: without set phrases and without the words of the place."""
    text = one.text
    for phrase in SET_PHRASES:
        text = text.replace(phrase, "，")
    return frozenset(t for t in bigrams(text) if len(t) > 1 and not t.isdigit()) - frozenset(bigrams(one.address))


def rarity(texts: Iterable[Collection[str]]) -> dict[str, float]:
    """A weight for every token of these texts: the more of them have it, the less it says."""
    counted, number = Counter[str](), 0
    for text in texts:
        counted.update(set(text))
        number += 1
    return {token: log(1 + (number + 4) / (n + 1)) for token, n in counted.items()}


def similarity(one: Likeness, other: Likeness, *, weights: dict[str, float], metres: float, days: float) -> Similarity:
    """How alike the two are; points farther apart than `metres` are two places, `days` is the whole window."""
    place, where = _place(one, other, metres=metres)
    kind, named = _category(one, other)
    text = _text(tokens_of(one), tokens_of(other), weights)
    apart = min(abs(one.at_days - other.at_days) / days, 1.0) if days else 0.0
    score = sqrt(place) * (1 - (1 - 0.6 * kind) * (1 - 0.8 * text)) * (1 - 0.2 * apart)
    said = [where, named, *([_("文字相近")] if text >= 0.3 else [])]
    if score and one.requester and one.requester == other.requester:
        score, said = min(1.0, score + 0.1), [*said, _("同一来电号码")]
    return Similarity(round(score, 2), "、".join(word for word in said if word))


def _place(one: Likeness, other: Likeness, *, metres: float) -> tuple[float, str]:
    if one.point and other.point:
        apart = metres_between(one.point, other.point)
        if apart > metres:
            return 0.0, ""
        closeness = 1.0 if apart <= _NEAR else 1 - 0.6 * (apart - _NEAR) / max(metres - _NEAR, 1)
        return closeness, _("相距 %(n)d 米") % {"n": apart}
    words = _address(one.address, other.address)
    for value, mine, theirs, name in (
        (0.9, one.unit_grid, other.unit_grid, _("同一单元网格")),
        (0.15 + 0.75 * words, one.community, other.community, _("同一社区")),
        (0.05 + 0.85 * words, one.street, other.street, _("同一街道")),
    ):
        if mine is not None and mine == theirs:
            return value, name
    return 0.8 * words, _("地址相近") if words else ""


def _address(one: str, other: str) -> float:
    """How much of the shorter address stands in the longer; another house of the same road is another place."""
    mine, theirs = set(bigrams(one)), set(bigrams(other))
    if not mine or not theirs:
        return 0.0
    numbers = [{token for token in tokens if token.isdigit()} for tokens in (mine, theirs)]
    if all(numbers) and not numbers[0] & numbers[1]:
        return 0.0
    return len(mine & theirs) / min(len(mine), len(theirs))


def _category(one: Likeness, other: Likeness) -> tuple[float, str]:
    if not one.path or not other.path:
        return 0.4, ""
    if one.path[0] == other.path[0]:
        return 1.0, _("同类别")
    shared = set(one.path) & set(other.path)
    is_close = one.path[0] in shared or other.path[0] in shared or bool(set(one.path[1:2]) & set(other.path[1:2]))
    return (0.6, _("类别相近")) if is_close else (0.1 if shared else 0.0, "")


def _text(one: frozenset[str], other: frozenset[str], weights: dict[str, float]) -> float:
    """Between what both say and the whole (Jaccard) and what both say and the shorter (containment), rare words
    counting more."""
    if not one or not other:
        return 0.0

    def weigh(tokens: frozenset[str]) -> float:
        return sum(weights.get(token, 1.0) for token in tokens)

    both, shorter = weigh(one & other), min(weigh(one), weigh(other))
    return min(1.0, 0.5 * both / weigh(one | other) + both / shorter)


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """On the ground, flat as a district is; (lon, lat) in degrees."""
    east = radians(other[0] - one[0]) * cos(radians(one[1] + other[1]) / 2)
    return _EARTH_METRES * hypot(east, radians(other[1] - one[1]))
