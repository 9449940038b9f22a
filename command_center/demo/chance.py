"""Chance that comes out the same again: seeded by words and numbers, never by the clock."""

import random
from collections.abc import Mapping
from typing import TypeAlias

Dice: TypeAlias = random.Random


def dice(*seed: object) -> Dice:
    """The same dice for the same seed on every machine."""
    return random.Random("|".join(str(part) for part in seed))  # noqa: S311 - make-believe, not secrecy


def pick(chance: Dice, weights: Mapping[str, float]) -> str:
    """One of the keys, as often as its weight says."""
    return chance.choices(list(weights), weights=list(weights.values()))[0]
