"""What an import did."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from cases.imports.drafts import Refusal


class Mode(StrEnum):
    """`live` orders are handled from now on; `history` came to its end before it came here."""

    LIVE = "live"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """`read` = created + updated + unchanged + refused. `by_precision` counts the created by how closely they could
    be located, and `outside` beside it; `report_path` is None when nothing was refused."""

    mapping: str
    read: int
    created: int
    updated: int
    unchanged: int
    refused: int
    report_path: Path | None
    by_precision: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        counts = {name: getattr(self, name) for name in ("read", "created", "updated", "unchanged", "refused")}
        return {**counts, "report": str(self.report_path) if self.report_path else None}


@dataclass(slots=True)
class Tally:
    """The counts while they grow; `refusals` those of a batch alone, since a file may have more than memory holds."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    by_precision: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)

    def count(self, case: Mapping[str, Any]) -> None:
        """One more case, given by its columns, was created."""
        self.created += 1
        self.by_precision[case["precision"]] += 1
        self.by_precision["outside"] += case["is_outside"]

    def add(self, batch: "Tally") -> None:
        """The counts of a batch, without its refusals."""
        self.created += batch.created
        self.updated += batch.updated
        self.unchanged += batch.unchanged
        self.refused += batch.refused
        self.by_precision += batch.by_precision

    def result(self, *, mapping: str, report_path: Path | None) -> ImportResult:
        return ImportResult(
            mapping=mapping,
            read=self.read,
            created=self.created,
            updated=self.updated,
            unchanged=self.unchanged,
            refused=self.refused,
            report_path=report_path,
            by_precision=dict(self.by_precision),
        )
