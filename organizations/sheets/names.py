"""The texts by which people call something that is already there: its code, its name, its short name."""

from collections.abc import Hashable, Iterable
from difflib import get_close_matches
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from kernel.texts import normalise
from organizations.sheets.cells import BadCell

T = TypeVar("T")
# Looking for what was meant costs milliseconds among thousands of names: a file full of errors gets this many hints.
_MOST_HINTS = 200


class Names(Generic[T]):
    """Finds an object by any of its texts. A text that means two of them means none, and says so."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._meant: dict[str, dict[Hashable, T]] = {}
        self._printed: dict[str, str] = {}
        self._texts: dict[Hashable, tuple[str, ...]] = {}
        self._hints: dict[str, str] = {}

    def add(self, identity: Hashable, meant: T, texts: Iterable[str]) -> None:
        """`texts` go from the one most pleasant to read to the one that is surely unique."""
        known = tuple(text for text in texts if text)
        self._texts[identity] = known
        for text in known:
            self._meant.setdefault(normalise(text), {})[identity] = meant
            self._printed.setdefault(normalise(text), text)

    def shown(self, identity: Hashable) -> str:
        """The first of its texts that means nothing else."""
        texts = self._texts.get(identity, ())
        return next((text for text in texts if len(self._meant[normalise(text)]) == 1), texts[-1] if texts else "")

    def all_shown(self) -> list[str]:
        return [self.shown(identity) for identity in self._texts]

    def find(self, text: str) -> T:
        """Raises BadCell `unknown`, with what was probably meant, or `ambiguous`."""
        found = self._meant.get(normalise(text), {})
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            several = "、".join(sorted(self._texts[identity][-1] for identity in found)[:4])
            words = _("“%(text)s”对应多个%(title)s，请写明是哪一个：%(several)s。")
            raise BadCell("ambiguous", words % {"text": text, "title": self.title, "several": several})
        raise BadCell(
            "unknown", _("没有%(title)s“%(text)s”。") % {"title": self.title, "text": text} + self._hint(text)
        )

    def _hint(self, text: str) -> str:
        wanted = normalise(text)
        if wanted not in self._hints:
            if len(self._hints) >= _MOST_HINTS:
                return ""
            near = get_close_matches(wanted, self._meant, n=1, cutoff=0.5)
            self._hints[wanted] = _("是否指“%(near)s”？") % {"near": self._printed[near[0]]} if near else ""
        return self._hints[wanted]
