"""What a preview says: which cells are wrong, which rows change and how."""

import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellError:
    """One wrong cell: its address as the spreadsheet names it, its column, code and sentence."""

    row: int
    address: str
    heading: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CellChange:
    address: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is new or different; `label` says of what."""

    row: int
    label: str
    is_new: bool
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying a file would do. The fingerprint is another one as soon as anything of it would be different."""

    kind: str
    digest: str
    read: int
    changes: tuple[RowChange, ...]
    wrong_rows: int
    errors: tuple[CellError, ...]
    consequences: tuple[str, ...]

    @property
    def new(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def changed(self) -> int:
        return len(self.changes) - self.new

    @property
    def unchanged(self) -> int:
        return self.read - len(self.changes) - self.wrong_rows

    @property
    def may_be_applied(self) -> bool:
        return bool(self.changes) and not self.errors

    @property
    def fingerprint(self) -> str:
        cells = [[c.row, c.label, c.is_new, [[x.address, x.before, x.after] for x in c.cells]] for c in self.changes]
        told = json.dumps([self.kind, self.digest, cells, len(self.errors)], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        return {
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "wrong": self.wrong_rows,
        }
