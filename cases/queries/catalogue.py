"""The dispatch catalogue as it stands: opened once per batch, it decides for any number of cases without SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import Case, CatalogueRule, DispatchDecision
from cases.queries.rulebook import Rulebook, current_rulebook
from cases.rules.catalogue import Decision, Facts, Places, decide
from deadlines.rules import TimeRules, current_rules
from kernel.times import to_local
from organizations.models import Organization

# A community never leads (接诉即办工作条例 §17), the centre dispatches and supervises.
_MAY_LEAD = frozenset({Organization.Kind.STREET, Organization.Kind.DEPARTMENT})
_TAKE_PART = (*sorted(_MAY_LEAD), Organization.Kind.DISTRICT_CENTRE)


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
    """Rules, organizations and rules of time of one moment; keep it for a batch, not for a day."""

    book: Rulebook
    organizations: Mapping[int, Organization]
    places: Places
    time_rules: TimeRules

    def decide(self, case: Case, *, at: datetime) -> CatalogueDecision | None:
        """To whom the case goes at this instant; None leaves it to the dispatcher."""
        local = to_local(at)
        path = self.book.path(case.category_id)
        facts = Facts(
            local_time=local,
            is_workday=self.time_rules.calendar.is_working_day(local.date()),
            category_path=path,
            street=case.street.code if case.street else None,
            community=case.community.code if case.community else None,
            source=case.source,
        )
        decision = decide(self.book.rules_for(path), facts, places=self.places)
        return self._with_rows(decision) if decision else None

    def why_undecided(self, case: Case) -> str:
        """What the dispatcher must know of a case for which `decide` has no answer."""
        if case.street is not None:
            return _("%(street)s没有在用的街道办事处，目录也没有适用规则，请直接派遣") % {"street": case.street.name}
        if case.category_id is not None:
            return _("街道不明，目录没有适用于该类别的规则，请定位或直接派遣")
        return _("类别和街道都不明，请定位或归类，或直接派遣")

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
    """The catalogue in force: a statement each for rules, organizations and rules of time while nothing changed."""
    rows = Organization.objects.filter(is_active=True, kind__in=_TAKE_PART).select_related("street")
    taking_part = rows.defer("street__shape").in_bulk()
    return Catalogue(
        book=current_rulebook(),
        organizations=taking_part,
        places=_places(taking_part),
        time_rules=current_rules(),
    )


def decide_for(case: Case, *, now: datetime) -> CatalogueDecision | None:
    """The catalogue's answer for one case; who has many opens the catalogue once."""
    return open_catalogue().decide(case, at=now)


def _places(organizations: Mapping[int, Organization]) -> Places:
    streets = {pk: o for pk, o in organizations.items() if o.kind == Organization.Kind.STREET}
    offices = {o.street.code: pk for pk, o in streets.items() if o.street}
    centres = [pk for pk, o in organizations.items() if o.kind == Organization.Kind.DISTRICT_CENTRE]
    names = {pk: o.short_name for pk, o in organizations.items() if o.kind in _MAY_LEAD}
    return Places(names=names, offices=offices, centre=min(centres, default=None))
