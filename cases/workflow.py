"""The transition table as text: for people (table), for the docs (mermaid), for Graphviz (dot)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.states import BY_NAMES, TERMINAL, TRANSITIONS, State


def as_table() -> str:
    """One action a line: name, whose it is, from, to."""
    lines = []
    for row in TRANSITIONS.values():
        sources = "、".join(str(s.label) for s in State if s in row.sources) or _("（新件）")
        targets = "、".join(str(s.label) for s in State if s in row.targets) or _("（不变）")
        lines.append(f"{row.name:<20}{BY_NAMES[row.by]}：{sources} → {targets}")
    return "\n".join(lines)


def as_mermaid() -> str:
    """A state diagram; actions that leave the state as it is are not drawn."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.value} : {state.label}" for state in State]
    lines += [f"    {source} --> {target} : {name}" for source, target, name in _arrows("[*]")]
    lines += [f"    {state.value} --> [*]" for state in State if state in TERMINAL]
    return "\n".join(lines)


def as_dot() -> str:
    """The same for Graphviz."""
    lines = ["digraph workflow {", "    rankdir=LR; node [shape=box];"]
    lines += [f'    {state.value} [label="{state.label}"];' for state in State]
    lines += [f'    {source} -> {target} [label="{name}"];' for source, target, name in _arrows("start")]
    return "\n".join([*lines, "}"])


def _arrows(start: str) -> Iterator[tuple[str, str, str]]:
    for row in TRANSITIONS.values():
        for target in (s for s in State if s in row.targets):
            if not row.sources:
                yield start, target.value, row.name
            for source in (s for s in State if s in row.sources):
                yield source.value, target.value, row.name
