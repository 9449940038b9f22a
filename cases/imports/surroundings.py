"""What every order of a file is set against: categories, limits, calendar, the units of its place.

Asked once and kept for the file, or until the rules change; the actions ask the database for each order.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cases.actions.placing import category_columns
from cases.imports.clocks import ReceiptClocks
from cases.queries.alerts import watch_in
from cases.queries.rulebook import current_rulebook
from cases.queries.visibility import audience_at
from cases.rules.alerting import Watch
from deadlines.rules import current_rules
from kernel.times import local_date
from organizations.models import Organization
from organizations.queries import district_centre

Areas = tuple[str, str]


@dataclass
class Surroundings:
    now: datetime
    centre: Organization = field(default_factory=district_centre)
    clocks: ReceiptClocks = field(init=False)
    _watch: Watch | None = None
    _stamp: UUID | None = None
    _categories: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _audiences: dict[tuple[Areas, int | None], frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clocks = ReceiptClocks(self.centre, self.now, current_rules())

    def refresh(self) -> None:
        """Before each batch: what was known is forgotten when the rules have changed."""
        book, rules = current_rulebook(), current_rules()
        stamp, self._watch = book.stamp, watch_in(book)
        if stamp != self._stamp or rules is not self.clocks.rules:
            self.clocks = ReceiptClocks(self.centre, self.now, rules)
        if stamp != self._stamp or len(self._categories) > 10_000:
            self._categories.clear()
        self._stamp = stamp

    def heard_in(self, *texts: str) -> tuple[str, ...]:
        """The words of danger that these texts hold."""
        if self._watch is None:
            self._watch = watch_in(current_rulebook())
        return self._watch.heard_in(*texts)

    def category_columns(self, code: str, *, flow: str) -> dict[str, Any]:
        key = (code, flow)
        if key not in self._categories:
            columns = category_columns(code, flow=flow, on=local_date(self.now))
            category = columns.pop("category")
            self._categories[key] = {**columns, "category_id": category.pk if category else None}
        return self._categories[key]

    def audience(self, area_codes: Areas, sender_id: int | None) -> frozenset[int]:
        """Who sees a new case of this place and sender."""
        key = (area_codes, sender_id)
        if key not in self._audiences:
            self._audiences[key] = audience_at(*key)
        return self._audiences[key]
