"""Who has a part in many cases that are sent out at once, and who sees them before and after."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cases.models import Case, CaseParty
from cases.queries.catalogue import CatalogueDecision
from cases.queries.visibility import seeing_without_a_part
from foundation.bulk import insert_many
from organizations.models import Organization
from organizations.queries import district_centre

Part = CaseParty.Part


@dataclass(slots=True)
class SeenBy:
    """By case id, its parties as (organization id, part), who saw it before and who sees it now."""

    by_area: Mapping[int, set[int]]
    parties: dict[int, set[tuple[int, str]]]
    before: Mapping[int, set[int]]
    now: dict[int, set[int]]

    @classmethod
    def of(cls, cases: Collection[Case]) -> "SeenBy":
        by_area = seeing_without_a_part(cases)
        parties: dict[int, set[tuple[int, str]]] = {case.pk: set() for case in cases}
        rows = CaseParty.objects.filter(case__in=cases).values_list("case", "organization", "part")
        for case_id, organization_id, part in rows:
            parties[case_id].add((organization_id, part))
        before = {pk: by_area[pk] | {party for party, _part in parties[pk]} for pk in parties}
        return cls(by_area, parties, before, dict(before))

    def left(self, case_id: int) -> set[int]:
        """Who sees it no more."""
        return self.before[case_id] - self.now[case_id]

    def set_parties(self, case_id: int, parties: set[tuple[int, str]]) -> None:
        self.parties[case_id] = parties
        self.now[case_id] = self.by_area[case_id] | {party for party, _part in parties}


def share_out(sent: Sequence[tuple[Case, CatalogueDecision]], seen_by: SeenBy) -> None:
    """The new lead's part; an order that goes straight to a street goes to the district too, to supervise (§12)."""
    centre = _centre_for(sent)
    fresh: list[CaseParty] = []
    led_before: list[int] = []
    for case, decision in sent:
        had = seen_by.parties[case.pk]
        kept = {(party, part) for party, part in had if part != Part.LEAD}
        if kept != had:
            led_before.append(case.pk)
        has = kept | _parts(decision, centre)
        fresh += [CaseParty(case_id=case.pk, organization_id=pk, part=part) for pk, part in sorted(has - kept)]
        seen_by.set_parties(case.pk, has)
    if led_before:
        CaseParty.objects.filter(case__in=led_before, part=Part.LEAD).delete()
    insert_many(fresh, with_keys=False)


def _centre_for(sent: Sequence[tuple[Case, CatalogueDecision]]) -> int | None:
    is_needed = any(decision.target.kind == Organization.Kind.STREET for _case, decision in sent)
    return district_centre().pk if is_needed else None


def _parts(decision: CatalogueDecision, centre: int | None) -> set[tuple[int, str]]:
    parts: set[tuple[int, str]] = {(decision.target.pk, Part.LEAD)}
    if decision.supervising is not None:
        parts.add((decision.supervising.pk, Part.SUPERVISING))
    if centre is not None and decision.target.kind == Organization.Kind.STREET:
        parts.add((centre, Part.SUPERVISING))
    return parts
