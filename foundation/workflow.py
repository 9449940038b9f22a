"""A transition table as text: for people (table), for the docs (mermaid), for Graphviz (dot)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _


class Row(Protocol):
    """One action of the table. `stays` are states in which it is done without leading anywhere, where it has such."""

    @property
    def name(self) -> str: ...
    @property
    def by(self) -> Any: ...
    @property
    def sources(self) -> Collection[str]: ...
    @property
    def targets(self) -> Collection[str]: ...


@dataclass(frozen=True, slots=True)
class Workflow:
    """`states` is an enumeration of choices, `by_names` says in words whose each action is."""

    states: Any
    terminal: Collection[str]
    rows: Iterable[Row]
    by_names: Mapping[Any, object]

    def as_table(self) -> str:
        """One action a line: name, whose it is, from, to."""
        lines = []
        for row in self.rows:
            sources = self._labels({*row.sources, *getattr(row, "stays", ())}) or _("（新件）")
            targets = self._labels(row.targets) or _("（不变）")
            lines.append(f"{row.name:<20}{self.by_names[row.by]}：{sources} → {targets}")
        return "\n".join(lines)

    def as_mermaid(self) -> str:
        """A state diagram; actions that leave the state as it is are not drawn."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {state.value} : {state.label}" for state in self.states]
        lines += [f"    {source} --> {target} : {name}" for source, target, name in self._arrows("[*]")]
        lines += [f"    {state.value} --> [*]" for state in self.states if state in self.terminal]
        return "\n".join(lines)

    def as_dot(self) -> str:
        """The same for Graphviz."""
        lines = ["digraph workflow {", "    rankdir=LR; node [shape=box];"]
        lines += [f'    {state.value} [label="{state.label}"];' for state in self.states]
        lines += [f'    {source} -> {target} [label="{name}"];' for source, target, name in self._arrows("start")]
        return "\n".join([*lines, "}"])

    @property
    def printers(self) -> Mapping[str, Callable[[], str]]:
        """By the name of the form."""
        return {"table": self.as_table, "mermaid": self.as_mermaid, "dot": self.as_dot}

    def _labels(self, of: Collection[str]) -> str:
        return "、".join(str(state.label) for state in self.states if state in of)

    def _arrows(self, start: str) -> Iterator[tuple[str, str, str]]:
        for row in self.rows:
            for target in (s for s in self.states if s in row.targets):
                if not row.sources:
                    yield start, target.value, row.name
                for source in (s for s in self.states if s in row.sources):
                    yield source.value, target.value, row.name
