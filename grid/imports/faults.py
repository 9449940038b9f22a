"""What is wrong with an import, one entry at a time."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from grid.imports.layers import Layer

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was read: the file's name and the number of its feature, or the line of a table's row."""

    file: str
    number: int | None = None
    is_row: bool = False

    def __str__(self) -> str:
        if self.number is None:
            return self.file
        words = _("%(file)s 第 %(number)d 行") if self.is_row else _("%(file)s 第 %(number)d 个要素")
        return words % {"file": self.file, "number": self.number}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `kind` for machines, `message` for people. A notice does not hold the import up."""

    kind: str
    message: str
    layer: Layer | None = None
    code: str = ""
    origin: Origin | None = None
    at: Position | None = None
    is_notice: bool = False


@dataclass(slots=True)
class Findings:
    """All faults of a run, in the order in which they were found."""

    entries: list[Fault] = field(default_factory=list)

    def add(
        self,
        kind: str,
        message: str,
        *,
        layer: Layer | None = None,
        code: str = "",
        origin: Origin | None = None,
        at: Position | None = None,
        is_notice: bool = False,
    ) -> None:
        self.entries.append(Fault(kind, message, layer, code, origin, at, is_notice))

    @property
    def faults(self) -> list[Fault]:
        return [entry for entry in self.entries if not entry.is_notice]

    @property
    def notices(self) -> list[Fault]:
        return [entry for entry in self.entries if entry.is_notice]

    @property
    def by_kind(self) -> dict[str, int]:
        return dict(sorted(Counter(entry.kind for entry in self.faults).items()))


def place(at: Position) -> str:
    """A position as a sentence names it."""
    return _("%(lon).6f, %(lat).6f 附近") % {"lon": at[0], "lat": at[1]}
