"""The dispatch catalogue as it stands: opened once per batch, it decides for any number of cases without SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.models import Case, CatalogueRule, DispatchDecision
from cases.queries.rulebook import Rulebook, current_rulebook
from cases.rules.catalogue import Decision, Facts, Places, decide
from deadlines.calendar import WorkCalendar
from deadlines.rules import current_rules
from kernel.times import to_local
from organizations.models import Organization

_MAY_LEAD = (Organization.Kind.STREET, Organization.Kind.DEPARTMENT, Organization.Kind.DISTRICT_CENTRE)


@dataclass(frozen=True, slots=True)
class CatalogueDecision:
    """A decision with its rows instead of their ids."""

    target: Organization
    supervising: Organization | None
    mode: DispatchDecision.Mode
    rule: CatalogueRule | None
    runner_up: CatalogueRule | None
    needs_classification: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Rules, organizations and calendar of one moment; keep it for a batch, not for a day."""

    book: Rulebook
    organizations: Mapping[int, Organization]
    places: Places
    calendar: WorkCalendar

    def decide(self, case: Case, *, at: datetime) -> CatalogueDecision | None:
        """To whom the case goes at this instant; None leaves it to the dispatcher."""
        local = to_local(at)
        path = self.book.path(case.category_id)
        facts = Facts(
            local_time=local,
            is_workday=self.calendar.is_working_day(local.date()),
            category_path=path,
            street=case.street_id,
            community=case.community_id,
            source=case.source,
        )
        decision = decide(self.book.rules_for(path), facts, places=self.places)
        return self._with_rows(decision) if decision else None

    def _with_rows(self, decision: Decision) -> CatalogueDecision:
        return CatalogueDecision(
            target=self.organizations[decision.target],
            supervising=self.organizations.get(decision.supervising) if decision.supervising else None,
            mode=DispatchDecision.Mode(decision.way),
            rule=self.book.rule_rows[decision.rule] if decision.rule else None,
            runner_up=self.book.rule_rows[decision.runner_up] if decision.runner_up else None,
            needs_classification=decision.needs_classification,
            reason=decision.reason,
        )


def open_catalogue() -> Catalogue:
    """The catalogue in force: a statement each for rules, organizations and calendar while nothing changed."""
    # A community never leads (接诉即办工作条例 §17).
    may_lead = Organization.objects.filter(is_active=True, kind__in=_MAY_LEAD).in_bulk()
    return Catalogue(
        book=current_rulebook(), organizations=may_lead, places=_places(may_lead), calendar=current_rules().calendar
    )


def decide_for(case: Case, *, now: datetime) -> CatalogueDecision | None:
    """The catalogue's answer for one case; who has many opens the catalogue once."""
    return open_catalogue().decide(case, at=now)


def _places(organizations: Mapping[int, Organization]) -> Places:
    offices = {o.street_id: pk for pk, o in organizations.items() if o.street_id and o.kind == Organization.Kind.STREET}
    centres = [pk for pk, o in organizations.items() if o.kind == Organization.Kind.DISTRICT_CENTRE]
    names = {pk: o.short_name for pk, o in organizations.items()}
    return Places(names=names, offices=offices, centre=min(centres, default=None))
