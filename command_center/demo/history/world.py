"""What every life of the history draws upon, read once: people, organizations, rules."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from cases.actions.placing import category_columns
from cases.models import Case, Category, ClockKind, FilingStandard, HandlingRules
from cases.queries.catalogue import Catalogue, open_catalogue
from cases.queries.handling_rules import handling_rules
from cases.queries.inspectors import Inspector, inspector_for
from cases.queries.standards import ChosenLimit, limit_for, standard_for
from deadlines.rules import TimeRules, current_rules
from foundation.clock import now
from kernel.actors import Actor
from kernel.times import local_date
from organizations.models import Organization
from organizations.queries import district_centre


@dataclass
class World:
    """`actors` by their part in the play: `city`, `operator`, `dispatcher`, `supervisor`, `clerk`; `officers` by
    organization, `walkers` (inspectors) by the key of their account."""

    actors: Mapping[str, Actor]
    officers: Mapping[int, Actor]
    walkers: Mapping[str, Actor] = field(default_factory=dict)
    centre: Organization = field(default_factory=district_centre)
    catalogue: Catalogue = field(default_factory=open_catalogue)
    rules: TimeRules = field(default_factory=current_rules)
    handling: HandlingRules = field(default_factory=lambda: handling_rules(at=now()))
    _limits: dict[tuple[object, ...], ChosenLimit | None] = field(default_factory=dict)
    _categories: dict[tuple[str, str], Mapping[str, object]] = field(default_factory=dict)
    _inspectors: dict[int | None, Inspector] = field(default_factory=dict)
    _standards: dict[tuple[object, ...], FilingStandard | None] = field(default_factory=dict)

    def officer(self, organization: Organization) -> Actor:
        """Somebody who acts for it; the dispatcher's own unit when nobody has an account there."""
        return self.officers.get(organization.pk, self.actors["dispatcher"])

    def inspector(self, case: Case) -> Inspector:
        """As `inspector_for`, which asks the database each time."""
        if case.unit_grid_id not in self._inspectors:
            self._inspectors[case.unit_grid_id] = inspector_for(case)
        return self._inspectors[case.unit_grid_id]

    def walker(self, key: str) -> Actor:
        """Who does an errand: the inspector that was sent, else the centre in their place."""
        return self.walkers.get(key, self.actors["supervisor"])

    def category_columns(self, code: str, *, flow: str, on: date) -> Mapping[str, object]:
        key = (code, flow)
        if key not in self._categories:
            self._categories[key] = category_columns(code, flow=flow, on=on)
        return self._categories[key]

    def limit(
        self, kind: ClockKind, *, category: Category | None, urgency: str, flow: str, at: datetime
    ) -> ChosenLimit | None:
        """As `limit_for`, which asks the database each time; only handling depends on the category."""
        about = category.pk if category is not None and kind == ClockKind.HANDLE else None
        key = (kind, about, urgency, flow, self._season(local_date(at)))
        if key not in self._limits:
            self._limits[key] = limit_for(kind, category=category, urgency=urgency, flow=flow, at=at)
        return self._limits[key]

    def standard(self, category: Category | None, *, urgency: str, flow: str, at: datetime) -> FilingStandard | None:
        key = (category.pk if category else None, urgency, flow, self._season(local_date(at)))
        if key not in self._standards:
            self._standards[key] = standard_for(category, on=local_date(at), urgency=urgency, flow=flow)
        return self._standards[key]

    def _season(self, on: date) -> int:
        """Days between two changes of the limits share one number."""
        return bisect_right(self._changes, on)

    @cached_property
    def _changes(self) -> list[date]:
        limits = self.catalogue.book.limits
        ends = (limit.valid_to + timedelta(days=1) for limit in limits if limit.valid_to)
        return sorted({*(limit.valid_from for limit in limits), *ends})
