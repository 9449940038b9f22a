"""Categories by their names: a sender's path `城市管理->市容环境->占道经营` against the hotline tree in force."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from cases.models import Category
from kernel.texts import normalise

_ARROW = re.compile(r"\s*(?:->|→|＞|>|/|／|\n)\s*")
_HYPHEN = re.compile(r"\s*[-—－]\s*")
# What a sender may write instead of names: a code, with its kind and its place.
_CODE = re.compile(r"[a-z:0-9]+")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class _Node:
    code: str
    names: frozenset[str]


@dataclass
class CategoryNames:
    """The hotline categories in force on a day, by name; read once for a file."""

    on: date
    _nodes: dict[str, list[_Node]] = field(init=False)
    _found: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._nodes = defaultdict(list)
        in_force = Q(scheme__valid_from__lte=self.on) & (Q(scheme__valid_to=None) | Q(scheme__valid_to__gte=self.on))
        rows = Category.objects.filter(in_force, kind=Category.Kind.HOTLINE, is_active=True)
        for code, name, path in rows.values_list("code", "name", "path_name"):
            self._nodes[normalise(name)].append(_Node(f"hotline:{code}", frozenset(_parts(path))))

    def code_of(self, words: str) -> str:
        """The code of what the words name; the words themselves when they are a code or name nothing of ours."""
        if words not in self._found:
            if len(self._found) > 10_000:  # a column of free text must not fill the memory
                self._found.clear()
            self._found[words] = words if _CODE.fullmatch(words) else self._match(_parts(words)) or words[:_LONGEST]
        return self._found[words]

    def _match(self, parts: list[str]) -> str:
        """From the last name up: the first that is one of ours, and one alone once the names around it are asked."""
        for name in reversed(parts):
            nodes = self._nodes.get(name, [])
            shared = [len(node.names.intersection(parts)) for node in nodes]
            best = [node for node, n in zip(nodes, shared, strict=True) if n == max(shared)]
            if len(best) == 1:
                return best[0].code
        return ""


def _parts(words: str) -> list[str]:
    arrows = _ARROW.split(words)
    parts = arrows if len(arrows) > 1 else _HYPHEN.split(words)
    return [name for part in parts if (name := normalise(part))]
