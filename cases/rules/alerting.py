"""Whether a text holds a word of danger (接诉即办工作条例 §29)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Danger:
    """A word, and words beside which it means nothing (演练, 宣传)."""

    word: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """All words of danger at once: a text without any of them costs one search."""

    dangers: tuple[Danger, ...] = ()
    _any: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = "|".join(re.escape(one.word) for one in self.dangers)
        object.__setattr__(self, "_any", re.compile(words) if words else None)

    def heard_in(self, *texts: str) -> tuple[str, ...]:
        """The words that the texts hold, in the order of the list; empty when nothing is to be feared."""
        if self._any is None or not any(map(self._any.search, texts)):
            return ()
        whole = "\n".join(texts)
        return tuple(one.word for one in self.dangers if one.word in whole and not _is_meant_otherwise(one, whole))


def split_words(text: str) -> tuple[str, ...]:
    """ "演练、宣传" → ("演练", "宣传"); commas of either width part them too."""
    return tuple(filter(None, (part.strip() for part in re.split("[、，,;；]", text))))


def in_words(heard: Iterable[str], *, most: int) -> str:
    """ "燃气泄漏、爆炸", no longer than `most` characters, whole words only."""
    told = ""
    for word in heard:
        longer = f"{told}、{word}" if told else word
        if len(longer) > most:
            break
        told = longer
    return told


def _is_meant_otherwise(danger: Danger, whole: str) -> bool:
    return any(word in whole for word in danger.unless)
